import { type Journey, uniqueText } from "./journey-service.ts";
import { createClient, createCommittee } from "./records.ts";

export const organisationJourneys: Journey[] = [
  {
    title: "an organisation is created, listed, updated and deleted",
    functions: ["organisations"],
    run: async (service) => {
      const { superior, committee, cell } = await createCommittee(service);
      const path = `/v1/organisations/external/hr/${uniqueText()}`;
      const body = { kind: "cell", name: `Chi bộ ${uniqueText()}`, parentId: committee.id };
      const created = await service.put(path, body);
      await service.put(path, { ...body, name: `Chi bộ ${uniqueText()}` });
      await service.get(`/v1/organisations/${created.id}`);
      await service.patch(`/v1/organisations/${created.id}`, { name: `Chi bộ ${uniqueText()}` });
      for (const { id } of [created, superior])
        await service.patch(`/v1/organisations/${id}`, { establishedOn: "1990-01-01" });
      for (const { id } of [superior, committee, cell]) await service.get(`/v1/organisations?parentId=${id}`);
      await service.remove(`/v1/organisations/${created.id}`);
    },
  },
  {
    title: "organisations move, and their moves are listed",
    functions: ["organisations"],
    run: async (service) => {
      const { superior, committee, cell } = await createCommittee(service);
      const department = await service.post("/v1/organisations", {
        kind: "departmental-committee",
        name: `Đảng bộ ${uniqueText()}`,
        parentId: committee.id,
      });
      const { superior: next } = await createCommittee(service);
      const moves = [
        [cell, department],
        [committee, next],
        [next, superior],
      ] as const;
      for (const [{ id }, parent] of moves) {
        await service.post(`/v1/organisations/${id}/moves`, { parentId: parent.id, on: "2024-05-19" });
        await service.get(`/v1/organisations/${id}/moves`);
      }
    },
  },
  {
    title: "statistics are read",
    functions: ["statistics"],
    run: async (service) => {
      const { committee } = await createCommittee(service);
      await service.get(`/v1/organisations/${committee.id}/statistics?asOf=2024-01-01`);
    },
  },
  {
    title: "a client of the superior reads statistics of a cell that has moved to another committee",
    functions: ["statistics"],
    run: async (service) => {
      const { superior, secondCell } = await createCommittee(service);
      const name = `Đảng bộ ${uniqueText()}`;
      const { id: parentId } = await service.post("/v1/organisations", {
        kind: "grassroots-committee",
        name,
        parentId: superior.id,
      });
      await service.patch(`/v1/organisations/${secondCell.id}`, { parentId });
      const client = await service.as(await createClient(service, superior.id, ["dangbo/read"]));
      await client.get(`/v1/organisations/${secondCell.id}/statistics?asOf=2024-01-01`);
    },
  },
];
