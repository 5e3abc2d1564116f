import type { FunctionName } from "../../../lib/contract/functions.ts";
import type { OperationName } from "../../../lib/contract/routes.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import type { Place } from "../place/place.ts";
import { cases } from "../units/cases.ts";
import { arrivedBytes, askedInVain, goneRecord, talliedCommittee, wokenWebhook } from "./events.ts";

type Event = (archive: Archive, direct: Direct, place: Place) => Promise<object>;

/** The first case of an operation, or for one without table its route alone. */
const operation =
  (name: OperationName): Event =>
  async (archive, direct) => {
    const one = name in cases ? cases[name as keyof typeof cases][0] : undefined;
    return direct.event(name, (await one?.ask(archive, direct)) ?? {});
  };

/** What each function is asked first: a usual thing that can be asked again and again. */
export const firstCalls: Readonly<Record<FunctionName, Event>> = {
  organisations: operation("getOrganisation"),
  members: operation("getMember"),
  meetings: operation("getMeeting"),
  awards: operation("getAward"),
  // Signs an upload URL.
  photos: operation("renewUpload"),
  articles: operation("getArticle"),
  pages: operation("getEvent"),
  statistics: operation("getStatistics"),
  clients: operation("getClient"),
  changes: operation("listChanges"),
  webhooks: operation("getWebhook"),
  token: operation("issueToken"),
  service: operation("getHealth"),
  uploads: arrivedBytes,
  followup: talliedCommittee,
  removals: goneRecord,
  deliveries: wokenWebhook,
  dataSubjects: operation("exportMember"),
  erasures: askedInVain,
};
