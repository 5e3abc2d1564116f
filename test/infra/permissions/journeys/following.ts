import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteCommand, GetCommand } from "@aws-sdk/lib-dynamodb";
import { requestLocalErasures } from "../../../../infra/request-erasures.ts";
import { keys } from "../../../../lib/table/keys.ts";
import { type Receiver, startReceiver } from "../../../support/receiver.ts";
import { comes } from "./comes.ts";
import { aPhoto } from "./photo.ts";
import { fresh, type Journey, type Made, type Play } from "./play.ts";
import { aCommittee, aMeeting } from "./records.ts";

type Page = { items: { id: string; resource: { id: string } }[]; nextCursor: string };

/** Waits until the feed of the root tells of a record; begins to look at what is told from `begin` on. */
export const untilTold = async (play: Play, id: string, begin = ""): Promise<void> => {
  let after = begin;
  await comes(play, async () => {
    const page = await play.get<Page>(`/v1/changes?limit=100${after && `&after=${after}`}`);
    after = page.nextCursor;
    return page.items.some(({ resource }) => resource.id === id);
  });
};

/** Lets somebody follow the root's feed, and takes the webhook away when that is over. */
const following = async (play: Play, run: (receiver: Receiver, webhook: Made) => Promise<void>): Promise<void> => {
  const receiver = await startReceiver();
  try {
    const webhook = await play.make("/v1/webhooks", { url: receiver.url, types: ["organisation.created"] });
    await run(receiver, webhook).finally(() => play.remove(`/v1/webhooks/${webhook.id}`));
  } finally {
    await receiver.close();
  }
};

const anOrganisation = (play: Play) =>
  play.make("/v1/organisations", { kind: "superior-committee", name: `Đảng bộ ${fresh()}` });

const hears = ({ received }: Receiver, id: string) => received.some(({ body }) => body.includes(id));

const erased = async (play: Play, id: string) => {
  await play.make(`/v1/members/${id}/erasure`);
  await comes(play, async () => (await play.get(`/v1/members/${id}/erasure`)).status === "done");
};

export const followingJourneys: Journey[] = [
  {
    title:
      "changes are followed, and the audit is read by day and by record, by the root and by a committee's own client",
    of: ["changes", "token"],
    run: async (play) => {
      const { tenantId, member } = await aCommittee(play);
      await untilTold(play, member.id);
      const body = { name: "Văn phòng", scopes: ["dangbo/read", "dangbo/admin"], organisationId: tenantId.id };
      const own = await play.as(await play.make<{ clientId: string; clientSecret: string }>("/v1/clients", body));
      for (const { get } of [play, own]) {
        await get("/v1/changes");
        await get("/v1/audit?from=2020-01-01&to=2030-01-01");
        await get(`/v1/audit?resource=${member.id}`);
        await get("/v1/audit?client=admin");
      }
    },
  },
  {
    title: "a webhook is made, found, changed, replayed and taken away",
    of: ["webhooks"],
    run: async (play) => {
      await following(play, async (_, { id }) => {
        const path = `/v1/webhooks/${id}`;
        await play.get(path);
        await play.get("/v1/webhooks");
        const { tenantId, cell } = await aCommittee(play);
        for (const list of [tenantId, cell]) await play.get(`/v1/webhooks?organisationId=${list.id}`);
        await play.patch(path, { types: ["member.created"] });
        await play.get(`${path}/deliveries`);
        const { items } = await play.get<Page>("/v1/changes");
        await play.make(`${path}/replay`, { from: items[0]?.id ?? "" });
      });
    },
  },
  {
    title: "what follows from a change is told: figures above, the feed, the bus, and those who follow",
    of: ["streamProcessor"],
    run: async (play) => {
      await following(play, async (receiver) => {
        const { top, member } = await aCommittee(play);
        await comes(play, () => hears(receiver, top.id));
        await untilTold(play, member.id);
        const figures = () => play.get<{ members: { total: number } }>(`/v1/organisations/${top.id}/statistics`);
        await comes(play, async () => (await figures()).members.total === 1);
        const bus = join(play.state, "events", "dangbo-local.ndjson");
        await comes(play, () => readFileSync(bus, "utf8").includes(member.id));
      });
    },
  },
  {
    title: "what an organisation had counted above it is taken back when it is deleted",
    of: ["streamProcessor"],
    run: async (play) => {
      const { tenantId, cell, otherCell, member } = await aCommittee(play);
      const { pk, sk } = keys.rollUpCheckpoint(tenantId.id, keys.tally(tenantId.id).sk);
      const carried = new GetCommand({ TableName: play.tableName, Key: { pk, sk }, ConsistentRead: true });
      const stands = async () => (await play.table.send(carried)).Item !== undefined;
      await comes(play, stands);
      await play.remove(`/v1/members/${member.id}`);
      for (const { id } of [cell, otherCell, tenantId]) await play.remove(`/v1/organisations/${id}`);
      await comes(play, async () => !(await stands()));
    },
  },
  {
    title: "a committee that moves is counted by its new superior",
    of: ["streamProcessor"],
    run: async (play) => {
      const { tenantId } = await aCommittee(play);
      const { top } = await aCommittee(play);
      await play.make(`/v1/organisations/${tenantId.id}/moves`, { parentId: top.id, on: "2024-05-19" });
      const figures = () => play.get<{ members: { total: number } }>(`/v1/organisations/${top.id}/statistics`);
      await comes(play, async () => (await figures()).members.total === 2);
    },
  },
  {
    title: "an erasure that is asked for is begun and done",
    of: ["streamProcessor", "erasureProcessor"],
    run: async (play) => {
      const committee = await aCommittee(play);
      const { member, tenantId, cell } = committee;
      await play.patch(`/v1/members/${member.id}`, {
        memberNumber: fresh(),
        positions: [{ organisationId: cell.id, role: "secretary", from: "2022-06-01" }],
      });
      await play.make(`/v1/members/${member.id}/history`, {
        kind: "confirmed",
        on: "2020-05-19",
        reason: "Đủ điều kiện",
      });
      const meeting = await aMeeting(play, committee);
      const attendees = [{ memberId: member.id, roles: ["participant"], presence: "excused", reason: "Ốm" }];
      await play.make(`/v1/meetings/${meeting.id}/attendees`, { attendees });
      await aPhoto(play, meeting.id, { peopleShown: [{ memberId: member.id }] });
      await play.make("/v1/awards", {
        organisationId: tenantId.id,
        form: "commendation",
        title: "Khen",
        year: 2023,
        recipients: [{ memberId: member.id }],
      });
      await untilTold(play, meeting.id);
      await erased(play, member.id);
    },
  },
  {
    title: "an erasure that a restored table has forgotten is asked for again out of the register",
    of: ["erasureProcessor"],
    run: async (play) => {
      const { member } = await aCommittee(play);
      await erased(play, member.id);
      const { pk, sk } = keys.memberErasure(member.id);
      await play.table.send(new DeleteCommand({ TableName: play.tableName, Key: { pk, sk } }));
      requestLocalErasures(play.state);
      const isBack = () =>
        play.get(`/v1/members/${member.id}/erasure`).then(
          ({ status }) => status === "done",
          () => false,
        );
      await comes(play, isBack);
    },
  },
  {
    title: "a change is delivered",
    of: ["webhookDelivery"],
    run: async (play) => {
      await following(play, async (receiver, { id }) => {
        const made = await anOrganisation(play);
        await comes(play, () => hears(receiver, made.id));
        const log = () => play.get<{ items: object[] }>(`/v1/webhooks/${id}/deliveries`);
        await comes(play, async () => (await log()).items.length > 0);
      });
    },
  },
  {
    title: "what a receiver does not take is tried again",
    of: ["webhookDelivery"],
    run: async (play) => {
      await following(play, async (receiver, { id }) => {
        receiver.reply((answer) => answer.writeHead(503).end());
        await anOrganisation(play);
        const log = () => play.get<{ items: { nextAttemptAt?: string }[] }>(`/v1/webhooks/${id}/deliveries`);
        await comes(play, async () => (await log()).items.some(({ nextAttemptAt }) => nextAttemptAt !== undefined));
      });
    },
  },
  {
    title: "whoever is gone is not sent to any more",
    of: ["webhookDelivery"],
    run: async (play) => {
      await following(play, async (receiver, { id }) => {
        receiver.reply((answer) => answer.writeHead(410).end());
        await anOrganisation(play);
        await comes(play, async () => (await play.get(`/v1/webhooks/${id}`)).status === "disabled");
      });
    },
  },
];
