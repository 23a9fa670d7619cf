/* What every page does with JavaScript; each part is a help, no page needs it. */

import { copyButtons } from "./desk/copy.js";
import { forms } from "./desk/forms.js";
import { keys } from "./desk/keys.js";
import { lists } from "./desk/lists.js";
import { menus } from "./desk/menus.js";
import { pinyinChoices } from "./desk/pinyin_choice.js";
import { searchBoxes } from "./desk/search.js";
import { sessionWarning } from "./desk/session.js";
import { texts } from "./desk/texts.js";
import { triage } from "./desk/triage.js";

document.documentElement.classList.add("cf-js");
menus();
forms();
copyButtons();
pinyinChoices();
keys();
searchBoxes();
lists();
sessionWarning();
texts();
triage();
