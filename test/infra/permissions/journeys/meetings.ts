import { aPhoto, type Shown } from "./photo.ts";
import { fresh, type Journey, type Made, view } from "./play.ts";
import { aCommittee, aMeeting } from "./records.ts";

const article = () => ({
  headline: `Hội nghị ${fresh()}`,
  author: "Nguyễn Phương Nhung",
  section: "Tin tức",
  body: "Đảng bộ tổ chức hội nghị.",
});

export const meetingJourneys: Journey[] = [
  {
    title: "a meeting is made with all its parts, read whole, changed and taken away",
    of: ["meetings"],
    run: async (play) => {
      const committee = await aCommittee(play);
      const { top, tenantId, cell, member } = committee;
      const known = `/v1/meetings/external/room/${fresh()}`;
      const planned = {
        organisationId: tenantId.id,
        kind: "review",
        title: "Họp",
        startsOn: "2024-01-10",
        status: "planned",
      };
      await play.put(known, planned);
      await play.put(known, { ...planned, status: "held" });
      const meeting = await aMeeting(play, committee);
      const path = `/v1/meetings/${meeting.id}`;
      await play.patch(path, { title: `Hội nghị ${fresh()}`, visibility: "restricted" });
      const { items } = await play.make<{ items: Made[] }>(`${path}/attendees`, {
        attendees: [
          { memberId: member.id, roles: ["presenter"] },
          { guest: { fullName: "Trần Văn Bình" }, roles: ["participant"] },
        ],
      });
      const [attendee, guest] = items;
      await play.put(`${path}/agenda`, { items: [{ number: 1, title: "Báo cáo", presenterId: attendee?.id }] });
      const document = await play.make(`${path}/documents`, {
        kind: "report",
        title: "Dự thảo",
        presenterId: attendee?.id,
      });
      const spare = await play.make(`${path}/documents`, { kind: "report", title: "Dự thảo khác" });
      await play.patch(`${path}/documents/${spare.id}`, { title: "Dự thảo mới" });
      await play.remove(`${path}/documents/${spare.id}`);
      await play.make(`${path}/votes`, {
        subject: "Báo cáo",
        documentId: document.id,
        base: { count: 3, exclusions: [{ memberId: member.id, reason: "Vắng" }] },
        for: 2,
        against: 0,
        abstain: 0,
      });
      const point = await play.make(`${path}/guidance`, { number: 1, text: "Đổi mới", attendeeId: guest?.id });
      await play.remove(`${path}/guidance/${point.id}`);
      await play.remove(`${path}/attendees/${guest?.id}`);
      await play.get(`${path}?include=attendees,documents,votes,guidance,awards,article,photos`);
      for (const part of ["attendees", "documents", "votes", "guidance", "agenda"]) await play.get(`${path}/${part}`);
      for (const { id } of [top, tenantId, cell]) await play.get(`/v1/meetings?organisationId=${id}&kind=review`);
      await play.get(`/v1/meetings?organisationId=${tenantId.id}`);
      await play.remove(`/v1/meetings/${(await aMeeting(play, committee)).id}`);
    },
  },
  {
    title: "whoever reads a meeting sees its photos, originals too",
    of: ["meetings"],
    run: async (play) => {
      const meeting = await aMeeting(play, await aCommittee(play));
      await aPhoto(play, meeting.id);
      const { photos } = await play.get<{ photos: Shown[] }>(`/v1/meetings/${meeting.id}?include=photos`);
      for (const url of photos.flatMap(urlsOf)) await view(url);
    },
  },
  {
    title: "a photo is announced, uploaded, described, looked at and taken away",
    of: ["photos"],
    run: async (play) => {
      const committee = await aCommittee(play);
      const meeting = await aMeeting(play, committee);
      const people = [{ memberId: committee.member.id }];
      const { id } = await aPhoto(play, meeting.id, { peopleShown: people });
      for (const url of urlsOf(await play.get<Shown>(`/v1/photos/${id}`))) await view(url);
      await play.get(`/v1/meetings/${meeting.id}/photos`);
      await play.patch(`/v1/photos/${id}`, { caption: "Đại biểu", peopleShown: null });
      await play.remove(`/v1/photos/${id}`);
    },
  },
  {
    title: "an article is written, changed, published and withdrawn",
    of: ["articles"],
    run: async (play) => {
      const path = `/v1/meetings/${(await aMeeting(play, await aCommittee(play))).id}/article`;
      await play.put(path, article());
      await play.patch(path, { headline: `Hội nghị ${fresh()}` });
      await play.make(`${path}/publish`);
      await play.patch(path, { headline: `Hội nghị ${fresh()}` });
      await play.make(`${path}/unpublish`);
      await play.get(path);
    },
  },
  {
    title: "readers see the page of an event, its pictures, the list and the feed",
    of: ["pages"],
    run: async (play) => {
      const meeting = await aMeeting(play, await aCommittee(play));
      const photo = await aPhoto(play, meeting.id, { visibility: "public" });
      await play.put(`/v1/meetings/${meeting.id}/article`, article());
      const { slug } = await play.make<{ slug: string }>(`/v1/meetings/${meeting.id}/article/publish`);
      for (const path of ["", "/feed.xml", "?section=tin-tuc", `/${slug}`]) await view(`${play.url}/events${path}`);
      await view(`${play.url}/events/${slug}/photos/${photo.id}/thumb`);
    },
  },
];

const urlsOf = ({ renditions, original }: Shown) => [...renditions.map(({ url }) => url), original?.url ?? ""];
