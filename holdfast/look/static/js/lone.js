// The lone card's scripts.
import "holdfast/clocks";
import "holdfast/toasts";
import "holdfast/busy";
