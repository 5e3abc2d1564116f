import type { FunctionName } from "../../../lib/contract/functions.ts";
import type { OperationName } from "../../../lib/contract/routes.ts";
import type { Archive } from "../place/archive.ts";
import type { Direct } from "../place/direct.ts";
import type { Place } from "../place/place.ts";
import { cases } from "../units/cases.ts";
import { arrivedBytes, askedInVain, goneRecord, talliedCommittee, wokenWebhook } from "./events.ts";

/** What a function is asked, and in few words what that is. */
type FirstCall = { about: string; event: (archive: Archive, direct: Direct, place: Place) => Promise<object> };

/** The first case of an operation, or for one without table its route alone. */
const operation = (name: OperationName): FirstCall => ({
  about: name,
  event: async (archive, direct) => {
    const one = name in cases ? cases[name as keyof typeof cases][0] : undefined;
    return direct.event(name, (await one?.ask(archive, direct)) ?? {});
  },
});

const event = (about: string, made: FirstCall["event"]): FirstCall => ({ about, event: made });

/**
 * What each function is asked first: the read that is its usual work, in one round trip but for the page of an event (its
 * slug is looked up before) and a token (signed after the client is read); signing an upload where that is its work.
 */
export const firstCalls: Readonly<Record<FunctionName, FirstCall>> = {
  organisations: operation("getOrganisation"),
  members: operation("getMember"),
  meetings: operation("getMeeting"),
  awards: operation("getAward"),
  photos: operation("renewUpload"),
  articles: operation("getArticle"),
  pages: operation("getEvent"),
  statistics: operation("getStatistics"),
  clients: operation("getClient"),
  changes: operation("listChanges"),
  webhooks: operation("getWebhook"),
  token: operation("issueToken"),
  service: operation("getHealth"),
  photoProcessor: event("bytes that are gone", arrivedBytes),
  streamProcessor: event("a tally", talliedCommittee),
  objectCleanup: event("a record that is gone", goneRecord),
  webhookDelivery: event("nothing to deliver", wokenWebhook),
  dataSubjects: operation("getErasure"),
  erasureProcessor: event("asked in vain", askedInVain),
};
