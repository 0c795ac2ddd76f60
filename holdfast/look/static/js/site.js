// The site's scripts.
import "holdfast/clocks";
import "holdfast/theme";
import "holdfast/menus";
import "holdfast/dialogs";
import "holdfast/toasts";
import "holdfast/drafts";
import "holdfast/hints";
import "holdfast/live";
import "holdfast/line";
import "holdfast/swaps";
import "holdfast/composer";
import "holdfast/busy";
import "holdfast/icons";
import "holdfast/files";
import "holdfast/early";
import "holdfast/reading";
import "holdfast/framed";
