import { addFigures, emptyFigures, type Figures } from "../../support/figures.ts";
import { recountCommittee } from "../nation/committee.ts";
import type { Size } from "../nation/shape.ts";
import type { RecordedPart } from "./record-nation.ts";

type KnownMember = { id: string; fullName: string; admittedOn: string };

/** A committee with its expected figures; `path` leads from the top of the nation to it. */
export type KnownCommittee = {
  id: string;
  figures: Figures;
  path: string[];
  members: KnownMember[];
  recorded: number;
};

/** What the API must show of a nation. */
export type Expected = {
  /** The top first, then provinces and the superiors below them. */
  superiors: { id: string; figures: Figures }[];
  /** A sample spread over the nation. */
  committees: KnownCommittee[];
  largest: KnownCommittee;
};

/** Committees in the sample, and members of each. */
const sampled = 25;
const membersOfEach = 4;

/** Collects, part by part, what the API must show. */
export const createExpected = ({ committees }: Size) => {
  const step = Math.max(1, Math.floor(committees / sampled));
  const figures = new Map<string, Figures>();
  const known: KnownCommittee[] = [];
  let largest: KnownCommittee | undefined;
  return {
    add: ({ planned, recorded, superiors }: Extract<RecordedPart, { committee: unknown }>["committee"]) => {
      const own = recountCommittee(planned);
      for (const id of superiors) figures.set(id, addFigures(figures.get(id) ?? emptyFigures(), own));
      const every = Math.max(1, Math.floor(planned.members.length / membersOfEach));
      const members = planned.members.flatMap(({ fullName, admittedOn }, i) =>
        i % every === 0 ? [{ id: recorded.memberIds[i] ?? "", fullName, admittedOn }] : [],
      );
      const committee = {
        id: recorded.committeeId,
        figures: own,
        path: [...superiors, recorded.committeeId],
        members: members.slice(0, membersOfEach),
        recorded: planned.members.length,
      };
      if (planned.number % step === 0) known.push(committee);
      if (!largest || committee.recorded > largest.recorded) largest = committee;
    },
    total: (): Expected => {
      if (!largest) throw new TypeError("A nation without a committee");
      return { superiors: [...figures].map(([id, own]) => ({ id, figures: own })), committees: known, largest };
    },
  };
};

/** Joins the expectations of several branches, each of which includes the top. */
export const joinExpected = (branches: readonly Expected[]): Expected => {
  const figures = new Map<string, Figures>();
  for (const { id, figures: own } of branches.flatMap(({ superiors }) => superiors))
    figures.set(id, addFigures(figures.get(id) ?? emptyFigures(), own));
  const [largest] = branches.map((branch) => branch.largest).sort((a, b) => b.recorded - a.recorded);
  if (!largest) throw new TypeError("A nation without a branch");
  return {
    superiors: [...figures].map(([id, own]) => ({ id, figures: own })),
    committees: branches.flatMap(({ committees }) => committees),
    largest,
  };
};
