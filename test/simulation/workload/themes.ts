import { awards } from "./awards.ts";
import { clients, webhooks } from "./clients.ts";
import type { PlanGenerator } from "./context.ts";
import { articles, changeMeeting, meetings, removeMeeting, turns } from "./meetings.ts";
import { fluctuation, members } from "./members.ts";
import { leavings, organisations, upheavals } from "./organisations.ts";
import { decisions, documents, naming, parts, pointing } from "./parts.ts";
import { photos, renewals } from "./photos.ts";

const records = [organisations, members, meetings, parts, decisions, awards, articles, photos, clients, webhooks];

/** The workload of a run. Most concern one kind of record, so that callers collide. */
export const themes: readonly (readonly PlanGenerator[])[] = [
  records.flat(),
  organisations,
  [...organisations, ...clients],
  [...members, ...upheavals, ...upheavals],
  [...awards, ...clients, ...upheavals, ...upheavals],
  [...meetings, ...upheavals, ...upheavals],
  members,
  [...fluctuation, ...naming, ...awards],
  [...fluctuation, ...photos],
  meetings,
  [changeMeeting, changeMeeting, ...articles],
  [changeMeeting, ...turns],
  [removeMeeting, ...articles],
  articles,
  documents,
  pointing,
  [...parts, ...decisions],
  [...parts, ...decisions, removeMeeting],
  [...parts, ...photos, removeMeeting],
  photos,
  renewals,
  leavings,
  [...awards, ...parts, removeMeeting],
  awards,
  clients,
  webhooks,
];

/** Workload for a meeting that is too large to be deleted in one transaction. */
export const largeMeeting: readonly PlanGenerator[] = [
  ...[removeMeeting, removeMeeting, removeMeeting],
  ...[parts, decisions, photos, articles].flat(),
];
