/** Ids of fictitious records in the examples of the API document. */
const committeeId = "01HJK7Q5M0A1B2C3D4";

export const exampleIds = {
  committeeId,
  cellId: `01HJK7Q8R3E5F6G7H8${committeeId}`,
  departmentId: `01HJK7Q6N1B2C3D4E5${committeeId}`,
  memberId: `01HJK8A2K4J9K0M1N2${committeeId}`,
  attendeeId: "01HJKA7X5VP3Q4R5S6",
} as const;
