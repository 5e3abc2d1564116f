import { createHash, randomUUID } from "node:crypto";
import sharp from "sharp";
import { type Api, listAll } from "../demo/api.ts";
import { until } from "../support/until.ts";

const long = `https://thuvien.example/${"mot-duong-dan-rat-dai-".repeat(8)}${"9".repeat(80)}`;
const columns = Array.from({ length: 12 }, (_, i) => `Cột thứ ${i + 1}`);
const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** An article with everything that is wider than a telephone. */
const body = `Xem ${long} và \`${"ma_rat_dai".repeat(20)}\`.

${row(columns)}
|${columns.map((_, i) => [":--", ":-:", "--:"][i % 3]).join("|")}|
${row(columns.map((_, i) => (i === 3 ? "Hoàn thành xuất sắc nhiệm vụ" : `${i}234567`)))}

| Tên | Địa chỉ |
|---|---|
| a | ${long} |

\`\`\`
SELECT ${columns.join("_").replaceAll(" ", "_")} FROM bang WHERE ${"dieu_kien = 1 AND ".repeat(8)} 1 = 1;
\`\`\`

> ${"dài".repeat(80)}

${row(Array.from({ length: 50 }, (_, i) => `Cột ${i}`))}
|${"---|".repeat(50)}
${row(Array.from({ length: 50 }, (_, i) => `${i}000`))}

${"> ".repeat(30)}${long}

${Array.from({ length: 12 }, (_, depth) => `${"  ".repeat(depth)}- ${depth} ${long}`).join("\n")}
`;

export type StatusOfMeeting = "held" | "planned" | "cancelled";

/** Publishes an event of an organisation with a long name, whose texts have words without spaces. */
export const publishEvent = async (api: Api, status: StatusOfMeeting): Promise<{ meetingId: string; slug: string }> => {
  const word = "siêudài".repeat(12);
  const organisation = await api.put<{ id: string }>("/v1/organisations/external/test/institution", {
    kind: "grassroots-committee",
    name: `Đảng bộ ${word}`,
    visibility: "public",
  });
  const day = status === "held" ? "2023-12-26" : "2099-12-26";
  const meeting = await api.post<{ id: string }>(
    "/v1/meetings",
    {
      ...{ organisationId: organisation.id, kind: "review", title: word, venue: `Hội trường ${word}`, status },
      ...{ startsAt: `${day}T01:00:00Z`, endsAt: `${day}T04:30:00Z`, visibility: "public" },
    },
    randomUUID(),
  );
  const path = `/v1/meetings/${meeting.id}/article`;
  const names = { author: word, photographer: word, section: `Tin ${word}` };
  const article = { headline: `Hội nghị ${word} ${status}`, lead: `Tóm tắt ${long}`, body, ...names };
  const { slug } = await api.put<{ slug: string }>(path, article);
  await api.post(`${path}/publish`, undefined, randomUUID());
  return { meetingId: meeting.id, slug };
};

/** Width and height of photos: a landscape, two portraits and a panorama. */
const sizes = [
  [1200, 1600],
  [1600, 1200],
  [900, 1600],
  [1600, 600],
] as const;

/** Uploads public photos with long captions, and waits until they are ready. */
export const uploadPhotos = async (api: Api, meetingId: string): Promise<void> => {
  const path = `/v1/meetings/${meetingId}/photos`;
  for (const [i, [width, height]] of sizes.entries()) {
    const background = { r: 60 + i, g: 120, b: 160 };
    const bytes = await sharp({ create: { width, height, channels: 3, background } })
      .jpeg()
      .toBuffer();
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const announced = { fileName: `${i}.jpg`, contentType: "image/jpeg", size: bytes.length, sha256, number: i };
    const shown = { caption: `Ảnh ${"chúthích".repeat(20)}`, credit: "Trần Thị Ảnh", visibility: "public" };
    const { upload } = await api.post<{ upload: { url: string; headers: Record<string, string> } }>(
      path,
      { ...announced, ...shown },
      randomUUID(),
    );
    await fetch(upload.url, { method: "PUT", headers: upload.headers, body: new Uint8Array(bytes) });
  }
  await until(async () => {
    const photos = await listAll<{ status: string }>(api, path);
    return photos.length === sizes.length && photos.every(({ status }) => status === "ready");
  });
};
