import { type Calls, type CreatedRecord, uniqueText } from "./journey-service.ts";

/** Creates a committee below a superior, with two cells and a member in the first. */
export const createCommittee = async (service: Calls) => {
  const organisation = (kind: string, parentId?: string) =>
    service.post("/v1/organisations", { kind, name: `Đảng bộ ${uniqueText()}`, ...(parentId ? { parentId } : {}) });
  const superior = await organisation("superior-committee");
  const committee = await organisation("grassroots-committee", superior.id);
  const [cell, secondCell] = [await organisation("cell", committee.id), await organisation("cell", committee.id)];
  const member = await createMember(service, cell.id);
  return { superior, committee, cell, secondCell, member };
};

export const createMember = (service: Calls, organisationId: string, more: object = {}) =>
  service.post("/v1/members", {
    organisationId,
    fullName: `Nguyễn Thị ${uniqueText()}`,
    admittedOn: "2019-05-19",
    ...more,
  });

/** Creates a held meeting of the committee. */
export const createMeeting = (service: Calls, { committee }: { committee: CreatedRecord }) =>
  service.post("/v1/meetings", {
    organisationId: committee.id,
    kind: "review",
    title: `Hội nghị ${uniqueText()}`,
    startsOn: "2023-12-26",
    status: "held",
    visibility: "public",
  });

/** Creates a committee with a held meeting. */
export const createHeldMeeting = async (service: Calls) => createMeeting(service, await createCommittee(service));

type Secret = CreatedRecord & { clientId: string; clientSecret: string };

/** Creates a client of an organisation; returns it with its secret. */
export const createClient = (service: Calls, organisationId: string, scopes: readonly string[]) =>
  service.post<Secret>("/v1/clients", { organisationId, name: `Hệ thống ${uniqueText()}`, scopes });
