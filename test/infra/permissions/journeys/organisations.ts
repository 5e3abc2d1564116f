import { fresh, type Journey } from "./play.ts";
import { aClient, aCommittee } from "./records.ts";

export const organisationJourneys: Journey[] = [
  {
    title: "an organisation is made, found, changed and taken away",
    of: ["organisations"],
    run: async (play) => {
      const { top, tenantId, cell } = await aCommittee(play);
      const path = `/v1/organisations/external/hr/${fresh()}`;
      const body = { kind: "cell", name: `Chi bộ ${fresh()}`, parentId: tenantId.id };
      const made = await play.put(path, body);
      await play.put(path, { ...body, name: `Chi bộ ${fresh()}` });
      await play.get(`/v1/organisations/${made.id}`);
      await play.patch(`/v1/organisations/${made.id}`, { name: `Chi bộ ${fresh()}` });
      for (const { id } of [top, tenantId, cell]) await play.get(`/v1/organisations?parentId=${id}`);
      await play.remove(`/v1/organisations/${made.id}`);
    },
  },
  {
    title: "organisations in use change their place, and where they have stood is listed",
    of: ["organisations"],
    run: async (play) => {
      const { top, tenantId, cell } = await aCommittee(play);
      const department = await play.make("/v1/organisations", {
        kind: "departmental-committee",
        name: `Đảng bộ ${fresh()}`,
        parentId: tenantId.id,
      });
      const { top: next } = await aCommittee(play);
      const moves = [
        [cell, department],
        [tenantId, next],
        [next, top],
      ] as const;
      for (const [{ id }, parent] of moves) {
        await play.make(`/v1/organisations/${id}/moves`, { parentId: parent.id, on: "2024-05-19" });
        await play.get(`/v1/organisations/${id}/moves`);
      }
    },
  },
  {
    title: "figures are read",
    of: ["statistics"],
    run: async (play) => {
      const { tenantId } = await aCommittee(play);
      await play.get(`/v1/organisations/${tenantId.id}/statistics?asOf=2024-01-01`);
    },
  },
  {
    title:
      "figures of a cell that has moved to another committee are read by a client of the superior, whose token does not tell",
    of: ["statistics"],
    run: async (play) => {
      const { top, otherCell } = await aCommittee(play);
      const name = `Đảng bộ ${fresh()}`;
      const { id: parentId } = await play.make("/v1/organisations", {
        kind: "grassroots-committee",
        name,
        parentId: top.id,
      });
      await play.patch(`/v1/organisations/${otherCell.id}`, { parentId });
      const superior = await play.as(await aClient(play, top.id, ["dangbo/read"]));
      await superior.get(`/v1/organisations/${otherCell.id}/statistics?asOf=2024-01-01`);
    },
  },
];
