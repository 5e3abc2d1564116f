import { type Calls, fresh, type Made } from "./play.ts";

/** A committee of its own below a superior, with two cells and a member in the first. */
export const aCommittee = async (play: Calls) => {
  const organisation = (kind: string, parentId?: string) =>
    play.make("/v1/organisations", { kind, name: `Đảng bộ ${fresh()}`, ...(parentId ? { parentId } : {}) });
  const top = await organisation("superior-committee");
  const tenantId = await organisation("grassroots-committee", top.id);
  const [cell, otherCell] = [await organisation("cell", tenantId.id), await organisation("cell", tenantId.id)];
  const member = await aMember(play, cell.id);
  return { top, tenantId, cell, otherCell, member };
};

export const aMember = (play: Calls, organisationId: string, more: object = {}) =>
  play.make("/v1/members", { organisationId, fullName: `Nguyễn Thị ${fresh()}`, admittedOn: "2019-05-19", ...more });

/** A meeting of the committee that was held. */
export const aMeeting = (play: Calls, { tenantId }: { tenantId: Made }) =>
  play.make("/v1/meetings", {
    organisationId: tenantId.id,
    kind: "review",
    title: `Hội nghị ${fresh()}`,
    startsOn: "2023-12-26",
    status: "held",
    visibility: "public",
  });

type Secret = Made & { clientId: string; clientSecret: string };

/** A client of an organisation, with its secret. */
export const aClient = (play: Calls, organisationId: string, scopes: readonly string[]) =>
  play.make<Secret>("/v1/clients", { organisationId, name: `Hệ thống ${fresh()}`, scopes });
