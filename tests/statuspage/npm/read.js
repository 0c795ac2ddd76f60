// Asks the page whose address is given for everything that the package can ask for, and prints the answers.
const { Statuspage } = require("statuspage.io");

async function main() {
  const page = new Statuspage("of-our-own");
  page.setApiUrl(process.argv[2]);
  const { api } = page;
  const answers = {
    summary: await api.getSummary(),
    status: await api.getStatus(),
    components: await api.getComponents(),
    incidents: await api.incidents.getAll(),
    unresolved: await api.incidents.getUnresolved(),
    upcoming: await api.scheduledMaintenances.getUpcoming(),
    active: await api.scheduledMaintenances.getActive(),
  };
  process.stdout.write(JSON.stringify(answers));
}

main().catch((failed) => {
  process.stderr.write(`${failed.stack}\n`);
  process.exit(1);
});
