import { type CreatedRecord, fetchUrl, type Journey, uniqueText } from "./journey-service.ts";
import { createPhoto, type Shown } from "./photo.ts";
import { createCommittee, createHeldMeeting, createMeeting } from "./records.ts";

const article = () => ({
  headline: `Hội nghị ${uniqueText()}`,
  author: "Nguyễn Phương Nhung",
  section: "Tin tức",
  body: "Đảng bộ tổ chức hội nghị.",
});

export const meetingJourneys: Journey[] = [
  {
    title: "a meeting with all its parts is created, read, updated and deleted",
    functions: ["meetings"],
    run: async (service) => {
      const tree = await createCommittee(service);
      const { superior, committee, cell, member } = tree;
      const known = `/v1/meetings/external/room/${uniqueText()}`;
      const planned = {
        organisationId: committee.id,
        kind: "review",
        title: "Họp",
        startsOn: "2024-01-10",
        status: "planned",
      };
      await service.put(known, planned);
      await service.put(known, { ...planned, status: "held" });
      const meeting = await createMeeting(service, tree);
      const path = `/v1/meetings/${meeting.id}`;
      await service.patch(path, { title: `Hội nghị ${uniqueText()}`, visibility: "restricted" });
      const { items } = await service.post<{ items: CreatedRecord[] }>(`${path}/attendees`, {
        attendees: [
          { memberId: member.id, roles: ["presenter"] },
          { guest: { fullName: "Trần Văn Bình" }, roles: ["participant"] },
        ],
      });
      const [attendee, guest] = items;
      await service.patch(path, { startsAt: null, endsAt: null, startsOn: "2023-12-27" });
      await service.put(`${path}/agenda`, { items: [{ number: 1, title: "Báo cáo", presenterId: attendee?.id }] });
      const document = await service.post(`${path}/documents`, {
        kind: "report",
        title: "Dự thảo",
        presenterId: attendee?.id,
      });
      const spare = await service.post(`${path}/documents`, { kind: "report", title: "Dự thảo khác" });
      await service.patch(`${path}/documents/${spare.id}`, { title: "Dự thảo mới" });
      await service.remove(`${path}/documents/${spare.id}`);
      const vote = await service.post(`${path}/votes`, {
        subject: "Báo cáo",
        documentId: document.id,
        base: { count: 3, exclusions: [{ memberId: member.id, reason: "Vắng" }] },
        for: 2,
        against: 0,
        abstain: 0,
      });
      await service.remove(`${path}/votes/${vote.id}`);
      const point = await service.post(`${path}/guidance`, { number: 1, text: "Đổi mới", attendeeId: guest?.id });
      await service.remove(`${path}/guidance/${point.id}`);
      await service.remove(`${path}/attendees/${guest?.id}`);
      await service.get(`${path}?include=attendees,documents,votes,guidance,awards,article,photos`);
      for (const part of ["attendees", "documents", "votes", "guidance", "agenda"])
        await service.get(`${path}/${part}`);
      for (const { id } of [superior, committee, cell])
        await service.get(`/v1/meetings?organisationId=${id}&kind=review`);
      await service.get(`/v1/meetings?organisationId=${committee.id}`);
      await service.remove(`/v1/meetings/${(await createMeeting(service, tree)).id}`);
    },
  },
  {
    title: "a meeting is read with its photos and originals",
    functions: ["meetings"],
    run: async (service) => {
      const meeting = await createHeldMeeting(service);
      await createPhoto(service, meeting.id);
      const { photos } = await service.get<{ photos: Shown[] }>(`/v1/meetings/${meeting.id}?include=photos`);
      for (const url of photos.flatMap(urlsOf)) await fetchUrl(url);
    },
  },
  {
    title: "a photo is announced, uploaded, updated, read and deleted",
    functions: ["photos"],
    run: async (service) => {
      const tree = await createCommittee(service);
      const meeting = await createMeeting(service, tree);
      const people = [{ memberId: tree.member.id }];
      const { id } = await createPhoto(service, meeting.id, { peopleShown: people });
      for (const url of urlsOf(await service.get<Shown>(`/v1/photos/${id}`))) await fetchUrl(url);
      await service.get(`/v1/meetings/${meeting.id}/photos`);
      await service.patch(`/v1/photos/${id}`, { caption: "Đại biểu", peopleShown: null });
      await service.remove(`/v1/photos/${id}`);
    },
  },
  {
    title: "an article is created, updated, published and unpublished",
    functions: ["articles"],
    run: async (service) => {
      const path = `/v1/meetings/${(await createHeldMeeting(service)).id}/article`;
      await service.put(path, article());
      await service.patch(path, { headline: `Hội nghị ${uniqueText()}` });
      await service.post(`${path}/publish`);
      await service.patch(path, { headline: `Hội nghị ${uniqueText()}` });
      await service.post(`${path}/unpublish`);
      await service.get(path);
    },
  },
  {
    title: "readers open the page of an event, its photos, the list and the feed",
    functions: ["pages"],
    run: async (service) => {
      const meeting = await createHeldMeeting(service);
      const photo = await createPhoto(service, meeting.id, { visibility: "public" });
      await service.put(`/v1/meetings/${meeting.id}/article`, article());
      const { slug } = await service.post<{ slug: string }>(`/v1/meetings/${meeting.id}/article/publish`);
      for (const path of ["", "/feed.xml", "?section=tin-tuc", `/${slug}`])
        await fetchUrl(`${service.url}/events${path}`);
      await fetchUrl(`${service.url}/events/${slug}/photos/${photo.id}/thumb`);
    },
  },
];

const urlsOf = ({ renditions, original }: Shown) => [...renditions.map(({ url }) => url), original?.url ?? ""];
