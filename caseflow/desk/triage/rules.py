"""The keyword table: which words of a caller hint at which category, kind or emergency. Pure.

It works from the first day and is what a trained model has to beat. A row holds words with
weights (3: hardly anything else, 2: likely, 1: a hint) and words that speak against it. Each word
counts once, however often it is said. Nothing here decides: it suggests, and shows its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

CATEGORY = "category"
TRACK = "track"
EMERGENCY = "emergency"

WORDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class KeywordRow:
    """A code with the words for it by weight, and the words against it by weight."""

    kind: str
    code: str
    words: Mapping[str, float]
    against: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Hint:
    """A code that the words suggest; `share` of all weight found (0 to 1)."""

    code: str
    share: float
    words: tuple[str, ...]
    """Pieces of the text, the heaviest first."""


def _weights(lists: Mapping[float, str]) -> dict[str, float]:
    return {word: weight for weight, words in lists.items() for word in words.split()}


def _row(
    kind: str, code: str, strong: str, likely: str, hint: str, against: str = ""
) -> KeywordRow:
    words = _weights({1.0: hint, 2.0: likely, 3.0: strong})
    return KeywordRow(kind, code, words, _weights({1.0: against}))


# fmt: off
ROWS: tuple[KeywordRow, ...] = (
    _row(CATEGORY, "noise-construction",
         "施工噪音 施工噪声 夜间施工 打桩 打桩机 通宵施工 凌晨施工 工地噪音 工地噪声",
         "混凝土浇筑 浇筑 挖掘机 破碎锤 风镐 电锤 切割钢筋 塔吊 搅拌车 连夜施工 半夜施工 深夜施工",
         "工地 施工 建筑 项目部 楼盘 开挖 装修",
         "扬尘 灰尘 工资 欠薪"),
    _row(CATEGORY, "noise-industry",
         "机器轰鸣 工业噪声 厂房噪音 车间噪音 冲床 空压机 工厂噪音 设备噪音",
         "轰鸣 锯木 切割机 石材加工 加工厂 风机 冷却塔 打磨 机器声 碎石机 机器响",
         "工厂 厂房 车间 机器 厂里 生产线 设备",
         "工地 广场舞 气味 臭味"),
    _row(CATEGORY, "noise-social",
         "广场舞 坝坝舞 音响 高音喇叭 卡拉OK KTV 唱歌 大喇叭 社会生活噪声 外放",
         "酒吧 歌厅 夜店 叫卖 跳舞 麻将 烧烤摊吵 促销 空调外机 水泵 电梯噪音 音乐声 宠物叫 狗叫",
         "吵 喇叭 音乐 商铺 门市 娱乐 休息 扰民 楼下 邻居",
         "打桩 工地 工厂"),
    _row(CATEGORY, "noise-traffic",
         "鸣笛 炸街 交通噪声 高速路噪音 车辆噪音 大货车噪音 隔音屏 声屏障",
         "摩托车 改装车 货车 火车 轻轨 高速公路 飙车 喇叭声 船舶鸣笛",
         "车辆 公路 马路 车流 过往",
         "尾气 扬尘 灰尘"),
    _row(CATEGORY, "noise",
         "噪音 噪声",
         "吵得 太吵 吵闹 扰民 睡不着 无法入睡 无法休息 声音太大 声音很大",
         "声音 吵 响 休息 失眠"),
    _row(CATEGORY, "air-fumes",
         "油烟 油烟机 油烟净化 餐饮油烟 烧烤 烧烤店 烟道",
         "炒菜 火锅店 饭店排烟 餐馆 饭馆 烤鱼 大排档 烟囱对着 厨房",
         "餐饮 饭店 酒楼 食堂 呛人",
         "噪音 焚烧 垃圾"),
    _row(CATEGORY, "air-dust",
         "扬尘 粉尘 灰尘 尘土飞扬 渣土车 未覆盖 烟粉尘 水泥灰 石粉 堆场",
         "灰大 尘土 漫天灰 洒水 降尘 喷淋 采石场 砂石厂 搅拌站 抛洒 裸土 煤灰 车辆带泥",
         "砂石 石子 尘 道路 拆迁",
         "噪音 打桩"),
    _row(CATEGORY, "air-odour",
         "恶臭 臭味 异味 臭气 臭气熏天 难闻 刺鼻",
         "养殖场臭 养猪场 猪粪 鸡粪 臭得 恶心 气味 味道大 胶味 油漆味 塑料味 垃圾臭 沥青味 熏",
         "臭 味道 养殖 猪场 闻到 开窗 喷漆",
         "油烟 烧烤 污水 黑臭水体"),
    _row(CATEGORY, "air-industry",
         "废气 工业废气 黑烟 冒黑烟 烟囱 排放废气 有机废气 VOC 脱硫 锅炉",
         "砖厂 水泥厂 化工厂 喷涂 熔炼 排气筒 白烟 黄烟 冒烟 偷排废气 浓烟",
         "工厂 排放 厂区 烟雾 企业 尾气",
         "油烟 秸秆 餐"),
    _row(CATEGORY, "air-burning",
         "焚烧 秸秆 露天焚烧 烧秸秆 烧垃圾 焚烧垃圾 烧荒",
         "烧电缆 烧轮胎 烧塑料 点火 烧树叶 焚烧杂草 烧腊肉 熏腊肉 祭祀烧纸 野外用火",
         "火 烟 田里 烧 地里",
         "烧烤 油烟 火锅"),
    _row(CATEGORY, "air",
         "大气污染 空气污染 污染空气 空气质量",
         "雾霾 空气差 空气很差 PM2.5 空气",
         "烟 灰 味"),
    _row(CATEGORY, "water",
         "污水 废水 排污口 偷排 黑臭水体 水污染 污水横流 污染河流 生活污水 直排 饮用水源",
         "河水 发黑 死鱼 排到河里 排入 化粪池 污水管 溪沟 河沟 水库 鱼塘 长江 污水处理厂 水质 泡沫",
         "河 水 下水道 管网 溢 流到 井水 堰塘",
         "停水 自来水费 噪音"),
    _row(CATEGORY, "solid",
         "固体废物 固废 建筑垃圾 乱倒垃圾 倾倒垃圾 弃渣 垃圾堆 生活垃圾",
         "渣土 堆放垃圾 矿渣 尾矿 煤矸石 垃圾成堆 污泥 废料 填埋 倾倒 废塑料 炉渣",
         "垃圾 堆放 堆满 清运 随意丢",
         "焚烧 医疗废物 废机油 臭"),
    _row(CATEGORY, "hazardous",
         "危险废物 危废 医疗废物 废机油 废铅蓄电池 废酸 废矿物油 医疗垃圾 农药瓶",
         "废电瓶 废油桶 化工桶 废溶剂 针头 输液管 铁桶 油漆桶 废铅 电镀 废灯管 废油 酸洗",
         "化学品 机油 电池 剧毒 农药 桶"),
    _row(CATEGORY, "ecology",
         "生态破坏 毁林 乱砍滥伐 非法采砂 破坏植被 自然保护区 破坏生态 盗采 挖山 湿地",
         "采砂 采石 砍树 砍伐 电鱼 捕鱼 林地 水土流失 山体 野生动物 围湖 侵占河道 植被 开荒",
         "山 树木 破坏 开采 耕地 森林",
         "噪音 油烟"),
    _row(CATEGORY, "radiation",
         "辐射 基站 电磁辐射 放射源 通信基站 变电站 高压线 X光 放射性",
         "信号塔 铁塔 发射塔 伽马 射线 探伤 变压器 CT室 5G 移动塔",
         "电磁 信号 电塔"),
    _row(CATEGORY, "other",
         "光污染 环评 未批先建 环评公示 排污许可 环保手续",
         "玻璃幕墙 霓虹灯 灯光太亮 没有环评 无证经营 环保验收 LED屏",
         "手续 光 公示 许可证"),
    _row(TRACK, "report",
         "举报 投诉 偷排 违法排放 污染严重 查处",
         "扰民 希望查处 要求处理 处罚 无人管 污染 直排 尽快处理 严重影响 整治 制止",
         "影响 处理 没人管 反映 一直 每天 半夜"),
    _row(TRACK, "petition",
         "信访 复查 复核 信访件 不服 上访 行政复议 不满意答复 答复不满",
         "赔偿 补偿 搬迁 安置 不作为 慢作为 工作人员态度 国家赔偿 多次反映 长期未解决",
         "损失 领导 上级 承诺 协议"),
    _row(TRACK, "consultation",
         "咨询 请问 想问 想了解 怎么办理 如何办理 需要哪些材料",
         "是否需要 怎么查 如何申请 什么时候 流程 办理条件 电话是多少 标准是多少 怎么申报 哪个部门",
         "吗 什么 怎么 政策 规定 办理",
         "举报 投诉 偷排"),
    _row(TRACK, "suggestion",
         "建议 意见建议 提个建议 我建议 希望增设 建言",
         "希望能够 是否可以考虑 增加 完善 加装 改进 提倡 推广 希望政府 宣传",
         "希望 能否 改善 规划 增设",
         "举报 投诉 偷排"),
    _row(EMERGENCY, "ongoing",
         "正在排 正在偷排 正在泄漏 正在倾倒 现在正在 此刻 还在往河里排",
         "正在焚烧 正在燃烧 还在排 刚刚排 现在还在 现在就在 马上来",
         "正在"),
    _row(EMERGENCY, "hazardous",
         "危险废物 危废 剧毒 废酸 医疗废物 放射源丢失 农药泄漏 化学品 氰化物 液氯 氯气 氨气",
         "废机油 化工桶 不明液体 硫酸 盐酸 甲醛 油漆桶 电镀",
         "酸 毒"),
    _row(EMERGENCY, "poison",
         "中毒 呼吸困难 晕倒 呕吐 毒气 煤气味 刺鼻 喘不过气",
         "头晕 头痛 恶心 眼睛刺痛 流眼泪 咳嗽不止 胸闷 喉咙痛",
         "呛 难受"),
    _row(EMERGENCY, "dead-fish",
         "死鱼 鱼死了 鱼全死 大量死鱼 鱼翻白 鱼翻肚",
         "鱼类死亡 鸭子死 牲畜死亡 浮头 鱼塘死",
         "翻白"),
    _row(EMERGENCY, "spill",
         "泄漏 泄露 爆炸 起火 侧翻 罐车翻 油罐车 溢油 垮坝 溃坝",
         "漏油 着火 爆管 漏了 翻车 管道破裂 冒出来 喷出来 决口 火灾",
         "流出来 冒"),
)
# fmt: on

EMERGENCY_FROM = 3.0
"""Weight from which a row of the emergency table is shown: one strong word, or several."""

PARENTS: Mapping[str, str] = {
    code: code.partition("-")[0]
    for code in (row.code for row in ROWS if row.kind == CATEGORY)
    if "-" in code
}


def weigh(row: KeywordRow, text: str) -> tuple[float, tuple[str, ...]]:
    """Return the weight of a row in the text, never below 0, and the words found, heaviest first.

    A word inside a longer one that was found too does not count again. Capitals do not matter.
    """
    folded = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    found = {word: weight for word, weight in row.words.items() if word.lower() in folded}
    longest = [w for w in found if not any(w != other and w in other for other in found)]
    longest.sort(key=lambda word: (-found[word], folded.index(word.lower())))
    minus = sum(weight for word, weight in row.against.items() if word.lower() in folded)
    places = [folded.index(word.lower()) for word in longest]
    shown = tuple(text[at : at + len(word)] for word, at in zip(longest, places, strict=True))
    return max(0.0, sum(found[word] for word in longest) - minus), shown


def hints(text: str, kind: str, limit: int = 3, rows: Iterable[KeywordRow] = ROWS) -> list[Hint]:
    """Return the likeliest codes of a kind, by weight; of equals the earlier row first.

    A first-level category is left out where one of its second level weighs at least half as much:
    the more exact name says it already.
    """
    weighed = [(row, *weigh(row, text)) for row in rows if row.kind == kind]
    found = [(row, weight, words) for row, weight, words in weighed if weight > 0]
    below: dict[str, float] = {}
    for row, weight, _words in found:
        parent = PARENTS.get(row.code, "")
        below[parent] = max(weight, below.get(parent, 0.0))
    kept = [one for one in found if below.get(one[0].code, 0.0) < one[1] / 2]
    total = sum(weight for _row, weight, _words in kept)
    kept.sort(key=lambda one: -one[1])
    return [
        Hint(row.code, weight / total, words[:WORDS_SHOWN]) for row, weight, words in kept[:limit]
    ]


def emergencies(text: str) -> list[Hint]:
    """Return what in the text sounds like an emergency; the operator decides whether it is one."""
    found = []
    for row in ROWS:
        if row.kind == EMERGENCY:
            weight, words = weigh(row, text)
            if weight >= EMERGENCY_FROM:
                found.append(Hint(row.code, 1.0, words[:WORDS_SHOWN]))
    return found
