"""Every periodic job: when it runs, in which queue, how long it may take, and why it exists.

Times are the authority's (Asia/Shanghai). A job may be started late, or twice, or after a missed
time; so it looks at what is due in the tables, never at the clock that started it.
"""

from __future__ import annotations

from dataclasses import dataclass

from caseflow.ground.jobs.queues import DEFAULT, EXPORTS, MAINTENANCE, URGENT


@dataclass(frozen=True, slots=True)
class Job:
    """One row: `function` is a dotted path taking nothing and returning how many items it did."""

    name: str
    function: str
    cron: str
    queue: str
    limit_s: int
    why: str


# fmt: off
SCHEDULE: tuple[Job, ...] = (
    Job("deliver_outbox", "workers.jobs.messages.deliver_outbox", "* * * * *", URGENT, 300,
        "sends what was committed while Redis was away, and what failed and is due again"),
    Job("work_off_portal", "workers.jobs.portal.work_off_portal", "* * * * *", URGENT, 300,
        "registers petitions of the portal, and what was asked there, where no worker was woken"),
    Job("watch_portal", "workers.jobs.portal.watch_portal", "*/15 * * * *", DEFAULT, 120,
        "tells of petitions of the portal not registered, and of ratings and words not taken in"),
    Job("forget_portal", "workers.jobs.portal.forget_portal", "10 * * * *", MAINTENANCE, 300,
        "deletes drafts of petitions after a day, and what only counted the portal's use"),
    Job("sweep_reminders", "workers.jobs.messages.sweep_reminders", "* * * * *", DEFAULT, 300,
        "queues the reminders of deadlines that have come due"),
    Job("watch_outbox", "workers.jobs.messages.watch_outbox", "*/15 * * * *", DEFAULT, 120,
        "tells of messages that wait too long, and of those that nobody takes care of"),
    Job("mend_nobodys", "workers.jobs.cases.mend_nobodys", "*/15 * * * *", DEFAULT, 300,
        "gives cases whose handler is gone back to their unit, and tells where nobody answers"),
    Job("give_digests", "workers.jobs.supervision.give_digests", "*/5 7-11 * * *", DEFAULT, 300,
        "tells each person once, at the time they chose, what is late and what waits for them"),
    Job("propose_notices", "workers.jobs.supervision.propose_notices", "40 8 * * 1-5", DEFAULT, 300,
        "proposes a supervision notice where the ladder of reminders is at its end"),
    Job("watch_calendar", "workers.jobs.deadlines.watch_calendar", "5 9 * * *", DEFAULT, 120,
        "tells once, from October on, that next year's list of holidays is missing"),
    Job("deliver_hooks", "workers.jobs.webhooks.deliver_hooks", "* * * * *", URGENT, 120,
        "sends web hooks committed while Redis was away, and those that failed and are due again"),
    Job("watch_hooks", "workers.jobs.webhooks.watch_hooks", "*/15 * * * *", DEFAULT, 120,
        "tells the administrators of web hooks that do not reach their platform"),
    Job("make_small_pictures", "workers.jobs.evidence.make_small_pictures", "* * * * *",
        MAINTENANCE, 600, "makes the small pictures of evidence before somebody waits for them"),
    Job("write_head", "workers.jobs.audit.write_head", "50 23 * * *", DEFAULT, 900,
        "signs the day's newest history rows outside the database, so that a loss is found"),
    Job("verify_evidence", "workers.jobs.evidence.verify_evidence", "30 1 * * *", MAINTENANCE,
        14400, "reads every stored file again, so that a loss is known while backups have it"),
    Job("work_off_imports", "workers.jobs.imports.work_off_imports", "* * * * *", EXPORTS, 600,
        "takes up imports, their undoing and the search of their duplicates, where no worker did"),
    Job("work_off_bulk", "workers.jobs.bulk.work_off_bulk", "* * * * *", DEFAULT, 300,
        "goes on with decisions on many cases where Redis was away or a worker was lost"),
    Job("forget_bulk_drafts", "workers.jobs.bulk.forget_bulk_drafts", "15 3 * * *", MAINTENANCE,
        300, "deletes looks over many cases that nobody went on with"),
    Job("work_off_exports", "workers.jobs.exports.work_off_exports", "* * * * *", EXPORTS, 7200,
        "writes exports asked for while Redis was away, and begins anew what a lost worker left"),
    Job("tidy_exports", "workers.jobs.exports.tidy_exports", "*/15 * * * *", MAINTENANCE, 300,
        "takes away the files of exports whose time is over, and parts that lost workers left"),
    Job("publish_approved", "workers.jobs.publication.publish_approved", "* * * * *", DEFAULT, 300,
        "publishes what was approved while Redis was away, and what a lost worker left"),
    Job("write_site", "workers.jobs.outlets.write_site", "* * * * *", DEFAULT, 900,
        "brings the static bundle of the public site up to date; mostly there is nothing to do"),
    Job("expire_rewards", "workers.jobs.rewards.expire_rewards", "10 0 * * *", MAINTENANCE, 300,
        "ends rewards that nobody claimed up to the last day of their period"),
    Job("forget_payees", "workers.jobs.rewards.forget_payees", "50 3 * * *", MAINTENANCE, 300,
        "deletes the sealed accounts of paid rewards when their time is over"),
    Job("watch_publications", "workers.jobs.publication.watch_publications", "*/5 * * * *", DEFAULT,
        300, "takes down what has run out, finds what must be withdrawn by law, and reminds of it"),
    Job("watch_hot_spots", "workers.jobs.hotspots.watch_hot_spots", "40 5 * * *", MAINTENANCE, 1800,
        "finds streets and sources whose complaints rise beyond chance, before the day begins"),
    Job("forget_ticks", "workers.jobs.ticks.forget_ticks", "20 3 * * *", MAINTENANCE, 300,
        "keeps the table of periodic runs to the last thirty days"),
    Job("forget_idempotency_keys", "workers.jobs.api.forget_idempotency_keys", "25 3 * * *",
        MAINTENANCE, 300, "keeps the keys of machines' requests for seven days, not for ever"),
    Job("forget_hooks", "workers.jobs.webhooks.forget_hooks", "35 3 * * *", MAINTENANCE, 900,
        "keeps the web hooks that arrived for 400 days; what did not arrive stays in view"),
    Job("sweep_coming_files", "workers.jobs.field.sweep_coming_files", "45 3 * * *", MAINTENANCE,
        300, "throws away half-sent files of tablets, only where their record is settled"),
    Job("refresh_statistics", "workers.jobs.database.refresh_statistics", "30 3 * * *", MAINTENANCE,
        600, "tells SQLite how many rows there are, so that its lists stay quick as they grow"),
    Job("refresh_figures", "workers.jobs.figures.refresh", "*/5 * * * *", MAINTENANCE, 14400,
        "keeps the figures of the dashboard current; a refresh costs what changed"),
    Job("train_categories", "workers.jobs.triage.train_categories", "10 4 * * 0", MAINTENANCE, 3600,
        "learns the categories from confirmed cases once a month; better ones replace the present"),
)
# fmt: on


def by_name(name: str) -> Job:
    """Return the row called `name`."""
    return next(job for job in SCHEDULE if job.name == name)
