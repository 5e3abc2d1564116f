export type Column = { title: string /** Numbers stand to the right. */; isNumber?: true };

/** One table of the report, with what a reader must know of it. */
export type Section = {
  title: string;
  notes: readonly string[];
  columns: readonly Column[];
  rows: readonly (readonly string[])[];
};
