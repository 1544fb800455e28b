/* What the end of filling in a form needs, fetched with the first word: the connection may be gone by then. */

import "./drafts.js";
import "./finish.js";
import "./pasted.js";
import "./preview.js";
import "./complaint-list.js";
import "./rules.js";
import "./send.js";
