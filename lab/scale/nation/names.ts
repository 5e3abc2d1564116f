import type { Random } from "../../../test/simulation/machine/random.ts";
import { oneOf } from "./random.ts";

const words = (text: string) => text.normalize("NFC").split(" ");

/** Family names, the more often the more bear them: two of five people are a Nguyễn. */
const families = words(
  "Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Hà Tô",
);
const middles = {
  female: words("Thị Thị Thị Thu Thanh Ngọc Minh Hồng Kim Bích Phương Mỹ Thùy Diệu"),
  male: words("Văn Văn Văn Đức Hữu Quang Minh Xuân Công Đình Trọng Quốc Anh Tuấn"),
} as const;
const givens = {
  female: words(
    "An Anh Ánh Chi Dung Giang Hà Hằng Hạnh Hiền Hoa Hoài Hương Huyền Lan Liên Linh Loan Mai Nga Ngân Nhung Oanh Phương Quyên Quỳnh Tâm Thảo Thủy Trang Tuyết Uyên Vân Xuân Yến",
  ),
  male: words(
    "An Anh Bắc Bình Chiến Cường Dũng Dương Đạt Đức Giang Hải Hiếu Hòa Hoàng Hùng Huy Hưng Khánh Kiên Lâm Long Mạnh Nam Nghĩa Phong Phúc Quân Sơn Tài Thắng Thành Tiến Trung Tuấn Tùng Việt Vinh",
  ),
} as const;

export type Gender = keyof typeof givens;

/** A made-up full name, as names are spread in the country; many people share one. */
export const madeUpFullName = (random: Random, gender: Gender): string =>
  [oneOf(random, families), oneOf(random, middles[gender]), oneOf(random, givens[gender])].join(" ");

/** A made-up place: two of its syllables. */
export const madeUpPlace = (random: Random): string => `${oneOf(random, places)} ${oneOf(random, places)}`;
const places = words("An Bình Hòa Phú Tân Long Thanh Thọ Đông Hưng Lộc Mỹ Ninh Quang Sơn Thịnh Vĩnh Xuân Yên Đức");
