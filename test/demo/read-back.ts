import { type Api, listAll } from "./api.ts";
import type { Article } from "./article.ts";
import type { Award } from "./awards.ts";
import type { Comparison } from "./compare.ts";
import type { Attendee, Document, Guidance, Meeting, Vote } from "./conference.ts";
import type { CitationFact, Facts } from "./facts.ts";
import type { Photo } from "./photos.ts";

type Statistics = {
  cells: number;
  members: { total: number; official: number; probationary: number; mayVote: number };
  awards: { year: number; collective: number; individual: number }[];
  meetings: { year: number; held: number }[];
};
type CompleteMeeting = Meeting & {
  partOfDay: string;
  attendees: Attendee[];
  documents: (Document & { findings: { kind: string; text: string }[] })[];
  votes: Vote[];
  guidance: Guidance[];
  awards: Award[];
  photos: (Photo & { credit?: string; renditions?: { name: string; contentType: string }[] })[];
  article: Article | null;
};

const citation = ({ text, kind, number, issuer, issuedOn }: CitationFact) =>
  Object.fromEntries(
    Object.entries({ text, kind, number, issuer, issuedOn }).filter(([, value]) => value !== undefined),
  );

/** Reads everything back and compares it with the report. */
export const readBack = async (
  api: Api,
  facts: Facts,
  committeeId: string,
  meetingId: string,
): Promise<Comparison[]> => {
  const { expected, organisations, meeting, members, awards, photos, article } = facts;
  const statistics = await api.get<Statistics>(
    `/v1/organisations/${committeeId}/statistics?asOf=${expected.statisticsAsOf}`,
  );
  const parts = "attendees,documents,votes,guidance,awards,photos,article";
  const recorded = await api.get<CompleteMeeting>(`/v1/meetings/${meetingId}?include=${parts}`);
  const cells = await listAll<{ name: string }>(api, `/v1/organisations?parentId=${committeeId}&kind=cell`);
  const people = await listAll<{ fullName: string }>(api, `/v1/members?organisationId=${committeeId}`);
  const [secretary] = (
    await listAll<{ fullName: string; positions: { role: string }[] }>(
      api,
      `/v1/members?organisationId=${committeeId}&q=nguyen+dung`,
    )
  ).filter(({ positions }) => positions?.length > 0);
  const year = statistics.awards.find((one) => one.year === awards.year);
  const [vote] = recorded.votes;
  const guest = recorded.attendees.find((one) => one.guest);
  const fact = (name: string, said: unknown, found: unknown): Comparison => ({ fact: name, expected: said, found });
  return [
    fact("members", expected.members.total, statistics.members.total),
    fact("official members", expected.members.official, statistics.members.official),
    fact("probationary members", expected.members.probationary, statistics.members.probationary),
    fact("members listed", expected.members.total, people.length),
    fact("cells", expected.cells, statistics.cells),
    fact(
      "cells by name",
      organisations.cells,
      cells.map(({ name }) => name),
    ),
    fact("secretary, found by “nguyen dung”", members.named[0]?.fullName, secretary?.fullName),
    fact("secretary's position", members.named[0]?.position.role, secretary?.positions[0]?.role),
    fact("meeting", meeting.title, recorded.title),
    fact("day", meeting.date, recorded.date),
    fact("part of day", meeting.partOfDay, recorded.partOfDay),
    fact("chair from above", meeting.attendees[0]?.guest?.fullName, guest?.guest?.fullName),
    fact("attendance entries", meeting.attendees.length, recorded.attendees.length),
    ...meeting.references.map((reference, i) => {
      const found = recorded.references[i];
      return fact(`reference ${i + 1}`, citation(reference), found && citation(found));
    }),
    fact("report", meeting.document.title, recorded.documents[0]?.title),
    fact("findings", meeting.document.findings, recorded.documents[0]?.findings),
    fact("report adopted", "adopted", recorded.documents[0]?.status),
    fact("votes for", expected.vote.for, vote?.share.for),
    fact("members with a vote", expected.vote.base, vote?.base.count),
    fact("share in percent", expected.vote.percent, vote?.share.percent),
    fact("vote adopted", expected.vote.adopted, vote?.adopted),
    fact("points of guidance", expected.guidance, recorded.guidance.length),
    ...meeting.guidance.map((point, i) => fact(`guidance ${point.number}`, point.text, recorded.guidance[i]?.text)),
    fact(
      "law cited in guidance 2",
      ["law", "decree"],
      recorded.guidance[1]?.references.map(({ kind }) => kind),
    ),
    fact("decree cited in guidance 2", "59/2023/NĐ-CP", recorded.guidance[1]?.references[1]?.number),
    fact(
      "resolution cited in guidance 3",
      "15-NQ/ĐUK 2023-01-16",
      `${recorded.guidance[2]?.references[0]?.number} ${recorded.guidance[2]?.references[0]?.issuedOn}`,
    ),
    fact(
      "resolution cited in guidance 4",
      "35-NQ/TW Bộ Chính trị",
      `${recorded.guidance[3]?.references[0]?.number} ${recorded.guidance[3]?.references[0]?.issuer}`,
    ),
    fact("collective awards 2023", expected.awards2023.collective, year?.collective),
    fact("individual awards 2023", expected.awards2023.individual, year?.individual),
    fact("awards at the meeting", { ...expected.awards2023 }, recorded.awards[0]?.counts),
    fact("meetings held 2023", 1, statistics.meetings.find((one) => one.year === 2023)?.held),
    fact("photos", expected.photos, recorded.photos.length),
    fact("photos ready", expected.photos, recorded.photos.filter(({ status }) => status === "ready").length),
    fact(
      "captions",
      photos.captions,
      recorded.photos.map(({ caption }) => caption),
    ),
    fact(
      "credits",
      photos.captions.map(() => photos.credit),
      recorded.photos.map(({ credit }) => credit),
    ),
    fact(
      "renditions of each photo",
      photos.captions.map(() => "screen thumb"),
      recorded.photos.map(({ renditions }) =>
        renditions
          ?.map(({ name }) => name)
          .sort()
          .join(" "),
      ),
    ),
    fact("article", article.headline, recorded.article?.headline),
    fact(
      "written and photographed by",
      [article.author, article.photographer],
      [recorded.article?.author, recorded.article?.photographer],
    ),
    fact("article's status", "published", recorded.article?.status),
  ];
};
