import type { Plan } from "../callers/retrying-caller.ts";
import { articles, turns } from "./articles.ts";
import { awards } from "./awards.ts";
import { clients } from "./clients.ts";
import type { WorkloadContext } from "./context.ts";
import { changeMeeting, meetings, removeMeeting } from "./meetings.ts";
import { fluctuation, members } from "./members.ts";
import { leavings, organisations, upheavals } from "./organisations.ts";
import { decisions, documents, naming, parts, pointing } from "./parts.ts";
import { photos, photosNearTheHour, renewals } from "./photos.ts";
import { webhooks } from "./webhooks.ts";

/** Generates a plan; undefined if the records that it needs do not exist. */
export type PlanGenerator = (context: WorkloadContext) => Plan | undefined;

const everything: PlanGenerator[] = [
  ...organisations,
  ...members,
  ...meetings,
  ...parts,
  ...decisions,
  ...awards,
  ...articles,
  ...photos,
  ...clients,
  ...webhooks,
];

/** The workload of a run. Most concern one kind of record, so that callers collide. */
export const themes: readonly (readonly PlanGenerator[])[] = [
  everything,
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
  removeMeeting,
  removeMeeting,
  removeMeeting,
  ...parts,
  ...decisions,
  ...photos,
  ...articles,
];

/** Workload while photos are about to expire. */
export const nearTheHour: readonly PlanGenerator[] = photosNearTheHour;
