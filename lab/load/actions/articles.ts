import type { Action, Worker } from "../client/worker.ts";
import type { Kept } from "../journal.ts";
import { change, put, succeeded } from "../steps.ts";
import { ownMeeting } from "./meetings.ts";

const write = async (worker: Worker): Promise<boolean> => {
  const meeting = ownMeeting(worker);
  if (!meeting) return false;
  const path = `${meeting.href}/article`;
  const before = worker.journal.present.get(path);
  const mark = worker.mark();
  const headline = before?.record.headline ?? `Hội nghị tổng kết ${mark}`;
  const body = { headline, lead: mark, body: "Sáng nay, hội nghị **khai mạc**.", author: "Tổ tin", section: "Tin" };
  await put(worker, { kind: "article", path, body, mark, within: [meeting.href] }, before);
  return true;
};

/** Articles of meetings that may be shown to all. */
const publishable = ({ journal, name }: Worker): Kept[] =>
  journal
    .ofOwner(name, "article")
    .filter(({ within }) => within.some((href) => journal.present.get(href)?.record.visibility === "public"));

const turn = (worker: Worker, { href }: Kept, verb: string): Promise<boolean> => {
  const { api, journal } = worker;
  return journal.doubting({ about: `POST ${href}/${verb}`, changes: new Map([[href, undefined]]) }, async () => {
    const headers = { "idempotency-key": worker.mark() };
    const ask = { operation: `POST ${verb}`, method: "POST", path: `${href}/${verb}`, body: {}, headers } as const;
    const reply = await api.repeat(ask);
    if (succeeded(worker, `POST ${href}/${verb}`, reply)) journal.renew(href, reply.body, reply.etag);
    return true;
  });
};

export const articles: readonly Action[] = [
  { name: "write an article", weight: 2, run: write },
  {
    name: "change an article",
    weight: 1,
    run: async (worker) => {
      const own = worker.journal.ofOwner(worker.name, "article");
      return own.length > 0 && change(worker, worker.random.one(own), { lead: `Mở đầu ${worker.mark()}` });
    },
  },
  {
    name: "publish an article, or take its page away",
    weight: 2,
    run: async (worker) => {
      const own = publishable(worker);
      return own.length > 0 && turn(worker, worker.random.one(own), worker.random.one(["publish", "unpublish"]));
    },
  },
];
