/** What a nation does on a day, in whole numbers: what this page assumes, nothing here is measured. */
export type DayPlan = {
  about: string;
  /** Cells that record a meeting they held, each with those who came and what was decided. */
  meetings: number;
  /** Awards, to ten members each. */
  awards: number;
  /** Members who are admitted, of whom something changes, and whose record is corrected. */
  admissions: number;
  historyEntries: number;
  corrections: number;
  /** Reads of a member, of a list of members, of a meeting with its parts, of figures. */
  memberReads: number;
  memberLists: number;
  meetingReads: number;
  statistics: number;
  /** Followers that ask for what is new: systems of committees, of superiors, and of the root. */
  committeePolls: number;
  superiorPolls: number;
  rootPolls: number;
};

/** A nation of 5.6 million members in 50,000 grassroots committees and 280,000 cells, whose cells meet once a month. */
const workingDay: DayPlan = {
  about: "a working day: 22 in a month, so that every cell meets on one of them",
  meetings: 12_700,
  awards: 1_500,
  admissions: 800,
  historyEntries: 2_400,
  corrections: 5_600,
  memberReads: 400_000,
  memberLists: 150_000,
  meetingReads: 100_000,
  statistics: 60_000,
  committeePolls: 4_800_000,
  superiorPolls: 640_000,
  rootPolls: 30_000,
};

/** The worst of the year: the third of December, when many cells hold the monthly meeting as that which reviews the year. */
const reviewDay: DayPlan = {
  ...workingDay,
  about: "the third of December: three of ten cells review their year, and awards are recorded",
  meetings: 84_000,
  awards: 15_000,
  memberReads: 800_000,
  memberLists: 300_000,
  meetingReads: 400_000,
  statistics: 300_000,
};

export const days = { working: workingDay, review: reviewDay } as const;

/** Of a day's traffic in its heaviest hour, and its heaviest second to the mean of that hour. */
export const peakHourShare = 0.2;
export const peakSecondFactor = 2;

/** What happens in the heaviest second of a day that happens so often in the whole day. */
export const inPeakSecond = (perDay: number): number => (perDay * peakHourShare * peakSecondFactor) / 3_600;

/** Committees that a nation has. */
export const nationCommittees = 50_000;
/** Those who come to a cell's meeting. */
export const attendeesOfMeeting = 18;
/** Members of a committee that is recorded to act for others: what it costs to write does not follow from how many it has. */
export const membersOfActive = 24;
