/* Before the app is open: sign in, choose a PIN, enter it, locked, reported lost. */

import * as copy from "../copy.js";
import * as device from "../device.js";
import { announce, button, h, note } from "../dom.js";
import * as page from "../page.js";
import * as server from "../server.js";
import * as store from "../store.js";
import { wiped } from "../sync.js";
import { text } from "../visit/inputs.js";
import { t } from "../words.js";

/* Show what stands before the app; `enter` goes on once it is open. */
export async function door(enter) {
  const row = await device.row();
  announce("");
  if (row?.state === "wiped") return lost();
  if (!row?.wrapped) return setUp(enter);
  if (!row.part) return locked(enter);
  return ask(enter, row);
}

const signIn = () => h("a", { class: "fa-button fa-main", href: document.body.dataset.signIn }, t("Sign in"));

function pinField(label, hint = "") {
  return text(label, "", () => {}, { hint, type: "password", inputmode: "numeric", autocomplete: "off", maxlength: 12 });
}

const typedIn = (field) => field.querySelector("input").value;

function problem() {
  return h("p", { class: "fa-error", role: "alert", hidden: true });
}

function say(box, words) {
  box.textContent = words;
  box.hidden = false;
}

/* --- the PIN is asked for --- */

function ask(enter, row) {
  const field = pinField(t("PIN"));
  const wrong = problem();
  const input = field.querySelector("input");
  const tryIt = async () => {
    const { isOpen, left } = await device.unlock(input.value);
    if (isOpen) return enter();
    input.value = "";
    if (!left) return door(enter);
    say(wrong, t("Wrong PIN. %(count)s tries are left, then the tablet locks.", { count: left }));
    return input.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") tryIt();
  });
  page.show(
    t("Enter the PIN"),
    [
      row.tries > 0 && note("warn", t("%(count)s wrong PINs so far; after %(most)s the tablet locks.", { count: row.tries, most: device.TRIES }), "exclamation-triangle"),
      wrong,
      field,
      h("p", {}, h("a", { href: "#/forgotten", class: "fa-link" }, t("PIN forgotten?"))),
    ],
    { acts: [page.main(t("Unlock"), tryIt, "key")] },
  );
  input.focus();
}

/* --- the first time, and after a forgotten PIN --- */

function setUp(enter, isAnew = false) {
  const pin = pinField(t("New PIN"), t("At least %(count)s digits. Nobody can look it up for you.", { count: device.PIN_LEAST }));
  const again = pinField(t("The same PIN again"));
  const wrong = problem();
  const make = async () => {
    const typed = typedIn(pin);
    if (!/^\d+$/.test(typed) || typed.length < device.PIN_LEAST) {
      return say(wrong, t("Enter at least %(count)s digits.", { count: device.PIN_LEAST }));
    }
    if (typed !== typedIn(again)) return say(wrong, t("The two PINs differ."));
    if (!(await introduced(wrong))) return null;
    await device.choosePin(typed);
    return enter();
  };
  page.show(
    t("Set up this tablet"),
    [
      h("p", {}, t("What you take along is encrypted on this tablet. The PIN opens it, with or without the network.")),
      isAnew && note("warn", t("The cases are taken along anew. What is not sent stays, sealed to the bureau: save a copy of it."), "exclamation-triangle"),
      wrong, pin, again,
    ],
    { acts: [page.main(t("Set up"), make, "key")] },
  );
}

/* Introduce the tablet to the server; says why where it cannot. */
async function introduced(wrong) {
  const session = await server.session();
  if (session.means === "sign_in") {
    wrong.after(signIn());
    return say(wrong, t("Sign in first; then set up the tablet.")) ?? false;
  }
  const device_id = await device.deviceId();
  const body = { device_id, name: navigator.userAgentData?.platform ?? "tablet" };
  const answer = session.means === "receipt" ? await server.write("POST", "devices", { body }) : session;
  if (answer.means === "receipt" && answer.body.server_part) {
    await device.introduce(answer.body, session.body.user);
    return true;
  }
  const words = answer.means === "later" ? t("The server is out of reach: the first time needs the network.") : server.wordsOf(answer);
  return say(wrong, words) ?? false;
}

/* --- ten wrong PINs --- */

async function locked(enter) {
  const wrong = problem();
  const open = async () => {
    const { device_id } = await device.row();
    const session = await server.session();
    const answer = session.means === "receipt" ? await server.get(`devices/${device_id}`) : session;
    if (answer.means === "sign_in") {
      wrong.after(signIn());
      return say(wrong, t("Sign in as the one whose tablet this is."));
    }
    if (answer.body?.state === "wipe") return wiped(device_id);
    if (answer.means !== "receipt") return say(wrong, t("The server is out of reach: a locked tablet needs the network."));
    await device.introduce(answer.body, session.body.user);
    return door(enter);
  };
  page.show(
    t("This tablet is locked"),
    [
      note("bad", t("The PIN was wrong %(count)s times. Sign in with the network; then you may try again or choose a new PIN.", { count: device.TRIES }), "lock"),
      wrong,
      await unsent(),
      h("p", {}, h("a", { href: "#/forgotten", class: "fa-link" }, t("PIN forgotten?"))),
    ],
    { acts: [page.main(t("Unlock with the network"), open, "globe")] },
  );
}

/* --- a forgotten PIN --- */

export async function forgotten(enter) {
  page.show(
    t("PIN forgotten"),
    [
      h("p", {}, t("A new PIN needs the network and your sign-in. The cases are taken along anew afterwards.")),
      await unsent(),
    ],
    { acts: [button(t("Back"), () => page.go("#/")), page.main(t("Choose a new PIN"), () => setUp(enter, true), "key")] },
  );
}

/* How much is not sent, and the way out for it. */
export async function unsent(onSaved = () => {}) {
  const count = await store.heldCount();
  if (!count) return h("p", {}, t("Nothing on this tablet waits to be sent."));
  const { draft: drafts } = await store.counts();
  return h(
    "div",
    {},
    note("warn", t("%(count)s visits are not with the server, %(drafts)s of them half done. They are sealed to the bureau: save a copy and hand it in.", { count, drafts }), "exclamation-triangle"),
    button(
      t("Save a copy to the device"),
      async () => {
        const { blob, name } = await copy.copyOfUnsent();
        copy.save(blob, name);
        await onSaved();
      },
      { mark: "download" },
    ),
  );
}

/* --- reported lost --- */

async function lost() {
  const left = await store.heldCount();
  const row = await device.row();
  const forget = async () => {
    await store.dropUnsent();
    lost();
  };
  page.show(t("This tablet was reported lost"), [
    note("bad", t("The cases on it were deleted by word of the server."), "trash"),
    await unsent(async () => {
      await device.change({ copied_at: new Date().toISOString() });
      lost();
    }),
    left > 0 && row.copied_at && [
      h("p", {}, t("Once the copy is in safe hands, the visits can be deleted here.")),
      button(t("Delete the visits on this tablet"), forget, { mark: "trash", look: "fa-danger" }),
    ],
  ]);
}
