// The desk's scripts.
import "holdfast/clocks";
import "holdfast/theme";
import "holdfast/menus";
import "holdfast/dialogs";
import "holdfast/keyboard";
import "holdfast/toasts";
import "holdfast/drafts";
import "holdfast/hints";
import "holdfast/live";
import "holdfast/swaps";
import "holdfast/composer";
import "holdfast/conversation";
import "holdfast/selection";
import "holdfast/busy";
import "holdfast/icons";
import "holdfast/files";
import "holdfast/early";
