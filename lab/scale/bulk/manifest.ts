import { type Figures, noFigures, recountCommittee, together } from "../nation/recount.ts";
import type { Size } from "../nation/shape.ts";
import type { RecordedPart } from "./record-nation.ts";

/** An organisation and the figures it must have. */
export type Expected = { id: string; figures: Figures };

export type KnownMember = { id: string; fullName: string; admittedOn: string };

/** A committee that was drawn to be looked at, with the superiors above it from the top. */
export type KnownCommittee = Expected & { path: string[]; members: KnownMember[]; recorded: number };

/** What a part of a nation must come to. */
export type Counted = {
  /** The top first, then provinces and the superiors below them. */
  superiors: Expected[];
  committees: KnownCommittee[];
  largest: KnownCommittee;
};

/** How much of a nation was read, and found to be what was drawn. */
export type Verified = { statistics: number; members: number };

/** What is known of a loaded nation without reading it. */
export type Manifest = Counted & {
  size: Size;
  items: number;
  seconds: { recording: number; importing: number };
  /** Compared before anything else was recorded in it. */
  verified?: Verified;
};

/** Committees that are looked at, spread over the whole nation, and members of each. */
const sampled = 25;
const membersOfEach = 4;

/** Counts, part by part, what a nation must come to. */
export const createCount = ({ committees }: Size) => {
  const step = Math.max(1, Math.floor(committees / sampled));
  const figures = new Map<string, Figures>();
  const known: KnownCommittee[] = [];
  let largest: KnownCommittee | undefined;
  const take = ({ planned, recorded, superiors }: Extract<RecordedPart, { committee: unknown }>["committee"]) => {
    const own = recountCommittee(planned);
    for (const id of superiors) figures.set(id, together(figures.get(id) ?? noFigures(), own));
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
  };
  const total = (): Counted => {
    if (!largest) throw new TypeError("A nation without a committee");
    return { superiors: [...figures].map(([id, own]) => ({ id, figures: own })), committees: known, largest };
  };
  return { take, total };
};

/** What several branches come to together; the top is in each of them. */
export const joined = (branches: readonly Counted[]): Counted => {
  const figures = new Map<string, Figures>();
  for (const { id, figures: own } of branches.flatMap(({ superiors }) => superiors))
    figures.set(id, together(figures.get(id) ?? noFigures(), own));
  const [largest] = branches.map((branch) => branch.largest).sort((a, b) => b.recorded - a.recorded);
  if (!largest) throw new TypeError("A nation without a branch");
  return {
    superiors: [...figures].map(([id, own]) => ({ id, figures: own })),
    committees: branches.flatMap(({ committees }) => committees),
    largest,
  };
};
