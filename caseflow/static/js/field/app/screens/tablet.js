/* This tablet: how it looks, when it locks, what it promised, the copy, the newer app. */

import * as device from "../device.js";
import { button, card, facts, h, note } from "../dom.js";
import * as page from "../page.js";
import { clockOffset } from "../server.js";
import * as status from "../status.js";
import { setTheme, theme } from "../theme.js";
import { newer, takeOver } from "../updates.js";
import * as inputs from "../visit/inputs.js";
import { moment, size, t } from "../words.js";
import { unsent } from "./door.js";

const IDLE = ["1", "2", "5", "10", "15"];
const CLOCK_OFF_MS = 60_000;

export async function tablet(lockNow) {
  const row = await device.row();
  const used = await navigator.storage?.estimate?.();
  const looks = [["system", t("As the tablet is set")], ["dark", t("Dark")], ["sun", t("Sunlight")]];
  const idle = IDLE.map((count) => [count, t("%(count)s min", { count })]);
  page.show(
    t("This tablet"),
    [
      newer() && card(t("A newer app is there"), h("p", {}, t("Half-done visits stay as they are.")), button(t("Change to it now"), takeOver, { mark: "arrow-repeat", look: "fa-strong" })),
      card(t("Appearance"), inputs.choice(t("Colours"), theme(), looks, setTheme)),
      card(t("Locking"), inputs.choice(t("Lock when left alone for"), String(row.idle_minutes), idle, (count) => device.change({ idle_minutes: Number(count) }))),
      card(
        t("Storage"),
        status.isPersisted() === false
          ? note("warn", t("The tablet did not promise to keep what is on it: it may delete it when room runs short. Install the app on the home screen and send often."), "exclamation-triangle")
          : note("good", status.isPersisted() ? t("The tablet promised to keep what is on it.") : t("This browser cannot say whether it keeps what is on it.")),
        facts([
          [t("Used"), used ? `${size(used.usage)} / ${size(used.quota)}` : ""],
          [t("Last sync"), moment(row.synced_at)],
          [t("Id of this tablet"), h("code", { translate: "no" }, row.device_id)],
        ]),
        status.isPersisted() !== true && button(t("Ask the tablet again"), async () => {
          await status.askToPersist();
          await tablet(lockNow);
        }, { mark: "shield-check" }),
      ),
      Math.abs(clockOffset()) > CLOCK_OFF_MS && note("warn", t("The clock of this tablet is %(count)s min off the server's. Set it right.", { count: Math.round(Math.abs(clockOffset()) / 60_000) }), "clock"),
      card(t("Not with the server"), await unsent()),
    ],
    { here: "#/tablet", acts: [page.main(t("Lock now"), lockNow, "lock")] },
  );
}
