import type { Api } from "./api.ts";
import { recordArticle } from "./article.ts";
import { recordAward } from "./awards.ts";
import type { Comparison } from "./compare.ts";
import {
  recordAgenda,
  recordAttendees,
  recordDocument,
  recordGuidance,
  recordMeeting,
  recordVote,
} from "./conference.ts";
import type { Facts } from "./facts.ts";
import { recordMembers } from "./members.ts";
import { recordPhotos } from "./photos.ts";
import { readBack } from "./read-back.ts";
import { recordTree } from "./tree.ts";

/** Records a conference like the systems of an institution, then reads it back. `log` receives each completed step. */
export const recordConference = async (api: Api, facts: Facts, log: (step: string) => void): Promise<Comparison[]> => {
  const tree = await recordTree(api, facts);
  log(`Organisations: ${tree.byKey.size} above and including the committee, ${tree.cells.length} cells`);
  const members = await recordMembers(api, facts, tree);
  log(`Members: ${members.length}`);
  const meeting = await recordMeeting(api, facts, tree);
  log(`Meeting: ${meeting.title}`);
  const attendees = await recordAttendees(api, facts, tree, members, meeting);
  const presenter = attendees.find(({ roles }) => roles.includes("presenter"));
  const superior = attendees.find(({ roles }) => roles.includes("superior"));
  if (!presenter || !superior) throw new Error("Presenter or superior is not among the attendees");
  log(`Attendance: ${attendees.length} entries`);
  await recordAgenda(api, facts, meeting, presenter.id);
  const report = await recordDocument(api, facts, meeting, presenter.id);
  const vote = await recordVote(api, facts, meeting, report.id);
  log(`Vote: ${vote.share.for} of ${vote.base.count}`);
  await recordGuidance(api, facts, meeting, superior.id);
  log(`Guidance: ${facts.meeting.guidance.length} points`);
  const award = await recordAward(api, facts, { tree, members, meeting, attendees });
  log(`Awards: ${award.counts.collective} collective, ${award.counts.individual} individual`);
  const photos = await recordPhotos(api, facts, meeting);
  log(`Photos: ${photos.length}`);
  const article = await recordArticle(api, facts, meeting);
  log(`Article: /events/${article.slug}`);
  return readBack(api, facts, tree.committee.id, meeting.id);
};
