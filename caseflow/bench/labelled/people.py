"""Invented people of the labelled sets: surnames and given names of two casts that share few."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


def _words(spaced: str) -> tuple[str, ...]:
    return tuple(spaced.split())


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom a set draws its people from."""

    surnames: str
    compounds: tuple[str, ...]
    given: tuple[str, ...]
    traditional: tuple[tuple[str, str], ...]
    """Whole names and how they are written in traditional characters."""
    sounds: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    """Whole names, their syllables with tones, and without: the surname's first."""

    def name(self, r: Random) -> str:
        return r.choice(self.surnames) + r.choice(self.given)

    def compound_name(self, r: Random) -> str:
        return r.choice(self.compounds) + r.choice(self.given)


TUNED = Cast(
    surnames=(
        "陈李王张刘杨黄吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任"
        "沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫"
        "孔向汤冉牟幸晏蒲阮瞿谌苟樊兰殷施庞佘敖"
    ),
    compounds=_words("欧阳 上官 司马 诸葛 夏侯 皇甫 令狐 尉迟 司徒 端木 慕容 公孙"),
    given=_words(
        """
        建国 秀兰 小河 志强 桂芳 文静 明远 晓东 春梅 德华 丽娟 永福 世才 光荣 茂林 国庆
        红英 立新 天宇 子涵 雨桐 浩然 思琪 佳怡 伟 敏 军 静 涛 霞 勇 艳
        芳 洪 超 琴 鹏 燕 平 华 代碧 守礼 忠明 学成 素清 孝云 朝友 家贵
        素芬 海波 仕林 义 莉 元兵 太平 泽民 成美 兴发 长青 定珍 应生 启明 大勇 小兰
        """
    ),
    traditional=(
        ("陈国庆", "陳國慶"), ("刘晓东", "劉曉東"), ("张丽娟", "張麗娟"), ("马志强", "馬志強"),
        ("谢红英", "謝紅英"), ("罗兴发", "羅興發"), ("邓应生", "鄧應生"), ("苏泽民", "蘇澤民"),
        ("钟学军", "鍾學軍"), ("赵启华", "趙啟華"),
    ),
    sounds=(
        ("陈小河", ("chén", "xiǎo", "hé"), ("chen", "xiao", "he")),
        ("吕建国", ("lǚ", "jiàn", "guó"), ("lv", "jian", "guo")),
        ("覃世才", ("qín", "shì", "cái"), ("qin", "shi", "cai")),
        ("郑桂芳", ("zhèng", "guì", "fāng"), ("zheng", "gui", "fang")),
        ("冉茂林", ("rǎn", "mào", "lín"), ("ran", "mao", "lin")),
        ("谢春梅", ("xiè", "chūn", "méi"), ("xie", "chun", "mei")),
        ("姚志强", ("yáo", "zhì", "qiáng"), ("yao", "zhi", "qiang")),
        ("邹丽娟", ("zōu", "lì", "juān"), ("zou", "li", "juan")),
    ),
)  # fmt: skip

HELD_OUT = Cast(
    surnames=(
        "赵韩于闫金傅倪温季俞鲁葛柳岳梅童费焦池房米骆邢裴谷左甘喻简代滕欧毕涂古易庄聂岑刁屈卓陈李王刘周"
        "吴郎祁舒成文詹管解靳霍虞"
    ),
    compounds=_words("长孙 宇文 东方 南宫 淳于 轩辕 钟离 濮阳 欧阳 司空"),
    given=_words(
        """
        开云 显贵 玉珍 朝阳 宗平 淑华 承志 长根 祥 琼 斌 耀辉 万成 清莲 嘉欣 一鸣
        梓萱 俊熙 福生 菊香 培元 向前 绍全 锡康 方圆 亚楠 娜 峰 波 玲 昌礼 书琴
        广田 传芝 贤 金凤 松柏 若男 帮琼 道全
        """
    ),
    traditional=(
        ("赵显贵", "趙顯貴"), ("韩承志", "韓承志"), ("刘长根", "劉長根"), ("吴开云", "吳開雲"),
        ("闫广田", "閆廣田"), ("费绍礼", "費紹禮"),
    ),
    sounds=(
        ("赵开云", ("zhào", "kāi", "yún"), ("zhao", "kai", "yun")),
        ("闫玉珍", ("yán", "yù", "zhēn"), ("yan", "yu", "zhen")),
        ("聂长根", ("niè", "cháng", "gēn"), ("nie", "chang", "gen")),
        ("鲁淑华", ("lǔ", "shū", "huá"), ("lu", "shu", "hua")),
        ("吕亚楠", ("lǚ", "yà", "nán"), ("lyu", "ya", "nan")),
    ),
)  # fmt: skip
