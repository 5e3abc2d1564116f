/** The figures that statistics show of an organisation on a day. */
export type Figures = {
  cells: number;
  members: { total: number; official: number; probationary: number; mayVote: number; female: number; male: number };
  awards: { year: number; collective: number; individual: number }[];
  meetings: { year: number; held: number }[];
};

export type CountedMember = { standing: string; mayVote: boolean; gender?: "female" | "male" };

export const emptyFigures = (): Figures => ({
  cells: 0,
  members: { total: 0, official: 0, probationary: 0, mayVote: 0, female: 0, male: 0 },
  awards: [],
  meetings: [],
});

/** Takes the figures out of a response. */
export const figuresOf = ({ cells, members, awards, meetings }: Figures): Figures => ({
  cells,
  members,
  awards,
  meetings,
});

export const countMember = ({ members }: Figures, { standing, mayVote, gender }: CountedMember): void => {
  members.total += 1;
  if (standing === "official" || standing === "probationary") members[standing] += 1;
  if (mayVote) members.mayVote += 1;
  if (gender) members[gender] += 1;
};

const countYear = <T extends { year: number }>(years: T[], counts: T): void => {
  const known = years.find(({ year }) => year === counts.year);
  if (known === undefined) years.push({ ...counts });
  else Object.assign(known, added(known, counts), { year: counts.year });
  years.sort((a, b) => a.year - b.year);
};

const added = <T extends object>(one: T, other: T): T =>
  Object.fromEntries(
    Object.entries(one).map(([name, count]) => [name, Number(count) + Number(other[name as keyof T])]),
  ) as T;

export const countAwards = ({ awards }: Figures, counts: Figures["awards"][number]): void => countYear(awards, counts);

export const countHeldMeetings = ({ meetings }: Figures, year: number, held = 1): void =>
  countYear(meetings, { year, held });

/** The figures of two parts together. */
export const addFigures = (one: Figures, other: Figures): Figures => {
  const total = structuredClone(one);
  total.cells += other.cells;
  total.members = added(one.members, other.members);
  for (const year of other.awards) countAwards(total, year);
  for (const { year, held } of other.meetings) countHeldMeetings(total, year, held);
  return total;
};
