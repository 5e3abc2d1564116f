import * as z from "zod";

/** An id as the service makes them. */
export const id = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{18,54}$/);

/** A member as the answer shows it; what else the item holds stays inside. */
export const member = z.object({
  id,
  createdAt: z.string(),
  updatedAt: z.string(),
  organisationId: id,
  fullName: z.string().max(200),
  jobTitle: z.string().max(500).optional(),
  memberNumber: z.string().max(200).optional(),
  gender: z.enum(["female", "male"]).optional(),
  admittedOn: z.iso.date().optional(),
  confirmedOn: z.iso.date().optional(),
  confirmed: z.literal(true).optional(),
  positions: z.array(z.object({ organisationId: id, role: z.string() })).optional(),
  visibility: z.enum(["public", "internal", "restricted"]),
  externalIds: z.record(z.string(), z.string()).optional(),
});

export const etagOf = ({ version }) => `"${version}"`;
