/**
 * The busiest day of the year in a nation of 5.6 million members in 50,000 grassroots committees and 280,000 cells: the
 * third of December, when three of ten cells review their year. Assumed numbers for the whole day, nothing is measured.
 */
export const reviewDay = {
  /** Cells that record a meeting with its attendees and decisions. */
  meetings: 84_000,
  /** Awards to ten members each. */
  awards: 15_000,
  admissions: 800,
  historyEntries: 2_400,
  corrections: 5_600,
  memberReads: 800_000,
  memberLists: 300_000,
  meetingLists: 400_000,
  statistics: 300_000,
  /** Requests for new changes by followers of committees, of superiors and of the root. */
  committeePolls: 4_800_000,
  superiorPolls: 640_000,
  rootPolls: 30_000,
} as const;
export type Activity = keyof typeof reviewDay;

/** Share of the busiest hour in a day, and the busiest second as a multiple of that hour's mean. */
export const peakHourShare = 0.2;
export const peakSecondFactor = 2;

/** Occurrences in the busiest second. */
export const inPeakSecond = (perDay: number): number => (perDay * peakHourShare * peakSecondFactor) / 3_600;

export const nationCommittees = 50_000;
export const attendeesOfMeeting = 18;
/** Members of a committee that acts for others; the cost of its writes does not depend on it. */
export const membersOfActive = 24;
