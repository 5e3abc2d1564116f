import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteCommand, GetCommand } from "@aws-sdk/lib-dynamodb";
import { requestLocalErasures } from "../../../../infra/request-erasures.ts";
import { keys } from "../../../../lib/table/keys.ts";
import { type Receiver, startReceiver } from "../../../support/receiver.ts";
import { type CreatedRecord, eventually, type Journey, type JourneyService, uniqueText } from "./journey-service.ts";
import { createPhoto } from "./photo.ts";
import { createCommittee, createMeeting } from "./records.ts";

type Page = { items: { id: string; resource: { id: string } }[]; nextCursor: string };

/** Waits until the root's feed contains a change of a record, reading from `begin` on. */
const untilInFeed = async (service: JourneyService, id: string, begin = ""): Promise<void> => {
  let after = begin;
  await eventually(service, async () => {
    const page = await service.get<Page>(`/v1/changes?limit=100${after && `&after=${after}`}`);
    after = page.nextCursor;
    return page.items.some(({ resource }) => resource.id === id);
  });
};

/** Runs with a webhook of the root's feed and deletes it afterwards. */
const withWebhook = async (
  service: JourneyService,
  run: (receiver: Receiver, webhook: CreatedRecord) => Promise<void>,
): Promise<void> => {
  const receiver = await startReceiver();
  try {
    const webhook = await service.post("/v1/webhooks", { url: receiver.url, types: ["organisation.created"] });
    await run(receiver, webhook).finally(() => service.remove(`/v1/webhooks/${webhook.id}`));
  } finally {
    await receiver.close();
  }
};

const createOrganisation = (service: JourneyService) =>
  service.post("/v1/organisations", { kind: "superior-committee", name: `Đảng bộ ${uniqueText()}` });

/** Waits until the statistics of an organisation count the members. */
const untilMembers = (service: JourneyService, id: string, total: number) =>
  eventually(service, async () => {
    const { members } = await service.get<{ members: { total: number } }>(`/v1/organisations/${id}/statistics`);
    return members.total === total;
  });

type Delivery = { nextAttemptAt?: string };

/** Waits until the log of a webhook contains a delivery that matches. */
const untilLogged = (service: JourneyService, webhookId: string, matches: (delivery: Delivery) => boolean) =>
  eventually(service, async () => {
    const { items } = await service.get<{ items: Delivery[] }>(`/v1/webhooks/${webhookId}/deliveries`);
    return items.some(matches);
  });

const hasReceived = ({ received }: Receiver, id: string) => received.some(({ body }) => body.includes(id));

const erase = async (service: JourneyService, id: string) => {
  await service.post(`/v1/members/${id}/erasure`);
  await eventually(service, async () => (await service.get(`/v1/members/${id}/erasure`)).status === "done");
};

export const followerJourneys: Journey[] = [
  {
    title: "the root and the client of a committee read changes and the audit by day and by record",
    functions: ["changes", "token"],
    run: async (service) => {
      const { committee, member } = await createCommittee(service);
      await untilInFeed(service, member.id);
      const body = { name: "Văn phòng", scopes: ["dangbo/read", "dangbo/admin"], organisationId: committee.id };
      const own = await service.as(await service.post<{ clientId: string; clientSecret: string }>("/v1/clients", body));
      for (const { get } of [service, own]) {
        await get("/v1/changes");
        await get("/v1/audit?from=2020-01-01&to=2030-01-01");
        await get(`/v1/audit?resource=${member.id}`);
        await get("/v1/audit?client=admin");
      }
    },
  },
  {
    title: "a webhook is created, read, listed, updated, replayed and deleted",
    functions: ["webhooks"],
    run: async (service) => {
      await withWebhook(service, async (_, { id }) => {
        const path = `/v1/webhooks/${id}`;
        await service.get(path);
        await service.get("/v1/webhooks");
        const { committee, cell } = await createCommittee(service);
        for (const list of [committee, cell]) await service.get(`/v1/webhooks?organisationId=${list.id}`);
        await service.patch(path, { types: ["member.created"] });
        await service.get(`${path}/deliveries`);
        await service.post(`${path}/replay`);
      });
    },
  },
  {
    title: "a change updates statistics of ancestors, the feed, the bus and webhooks",
    functions: ["streamProcessor"],
    run: async (service) => {
      await withWebhook(service, async (receiver) => {
        const { superior, member } = await createCommittee(service);
        await eventually(service, () => hasReceived(receiver, superior.id));
        await untilInFeed(service, member.id);
        await untilMembers(service, superior.id, 1);
        const bus = join(service.state, "events", "dangbo-local.ndjson");
        await eventually(service, () => readFileSync(bus, "utf8").includes(member.id));
      });
    },
  },
  {
    title: "the deletion of an organisation reverses its counters in ancestors",
    functions: ["streamProcessor"],
    run: async (service) => {
      const { committee, cell, secondCell, member } = await createCommittee(service);
      const { pk, sk } = keys.rollUpCheckpoint(committee.id, keys.tally(committee.id).sk);
      const carried = new GetCommand({ TableName: service.tableName, Key: { pk, sk }, ConsistentRead: true });
      const isListed = async () => (await service.table.send(carried)).Item !== undefined;
      await eventually(service, isListed);
      await service.remove(`/v1/members/${member.id}`);
      for (const { id } of [cell, secondCell, committee]) await service.remove(`/v1/organisations/${id}`);
      await eventually(service, async () => !(await isListed()));
    },
  },
  {
    title: "a moved committee is counted by its new superior",
    functions: ["streamProcessor"],
    run: async (service) => {
      const { committee } = await createCommittee(service);
      const { superior } = await createCommittee(service);
      await service.post(`/v1/organisations/${committee.id}/moves`, { parentId: superior.id, on: "2024-05-19" });
      await untilMembers(service, superior.id, 2);
    },
  },
  {
    title: "a requested erasure is completed",
    functions: ["streamProcessor", "erasureProcessor"],
    run: async (service) => {
      const tree = await createCommittee(service);
      const { member, committee, cell } = tree;
      await service.patch(`/v1/members/${member.id}`, {
        memberNumber: uniqueText(),
        positions: [{ organisationId: cell.id, role: "secretary", from: "2022-06-01" }],
      });
      await service.post(`/v1/members/${member.id}/history`, {
        kind: "confirmed",
        on: "2020-05-19",
        reason: "Đủ điều kiện",
      });
      const meeting = await createMeeting(service, tree);
      const attendees = [{ memberId: member.id, roles: ["participant"], presence: "excused", reason: "Ốm" }];
      await service.post(`/v1/meetings/${meeting.id}/attendees`, { attendees });
      await createPhoto(service, meeting.id, { peopleShown: [{ memberId: member.id }] });
      await service.post("/v1/awards", {
        organisationId: committee.id,
        form: "commendation",
        title: "Khen",
        year: 2023,
        recipients: [{ memberId: member.id }],
      });
      await untilInFeed(service, meeting.id);
      await erase(service, member.id);
    },
  },
  {
    title: "an erasure missing in a restored table is requested again from the register",
    functions: ["erasureProcessor"],
    run: async (service) => {
      const { member } = await createCommittee(service);
      await erase(service, member.id);
      const { pk, sk } = keys.memberErasure(member.id);
      await service.table.send(new DeleteCommand({ TableName: service.tableName, Key: { pk, sk } }));
      requestLocalErasures(service.state);
      const isBack = () =>
        service.get(`/v1/members/${member.id}/erasure`).then(
          ({ status }) => status === "done",
          () => false,
        );
      await eventually(service, isBack);
    },
  },
  {
    title: "a change is delivered",
    functions: ["webhookDelivery"],
    run: async (service) => {
      await withWebhook(service, async (receiver, { id }) => {
        const created = await createOrganisation(service);
        await eventually(service, () => hasReceived(receiver, created.id));
        await untilLogged(service, id, () => true);
      });
    },
  },
  {
    title: "a failed delivery is retried",
    functions: ["webhookDelivery"],
    run: async (service) => {
      await withWebhook(service, async (receiver, { id }) => {
        receiver.reply((response) => response.writeHead(503).end());
        await createOrganisation(service);
        await untilLogged(service, id, ({ nextAttemptAt }) => nextAttemptAt !== undefined);
      });
    },
  },
  {
    title: "a webhook whose receiver returns 410 is disabled",
    functions: ["webhookDelivery"],
    run: async (service) => {
      await withWebhook(service, async (receiver, { id }) => {
        receiver.reply((response) => response.writeHead(410).end());
        await createOrganisation(service);
        await eventually(service, async () => (await service.get(`/v1/webhooks/${id}`)).status === "disabled");
      });
    },
  },
];
