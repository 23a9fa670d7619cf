"""A small keyword table for the seven subjects of the labelled messages that the bench reads.

It is there to be reported beside the model, written without looking at which words would help.
The product's own table (desk/triage/rules.py) is of pollution categories and is read the same way.
"""

from __future__ import annotations

from caseflow.desk.triage.rules import KeywordRow

KIND = "subject"

_WORDS = {
    "城乡建设": (
        "小区 物业 业主 开发商 拆迁 违建 房产证 楼盘 公积金 棚改 城管 规划 "
        "路灯 停水 供水 天然气 住房 安置房 购房 交房 维修基金 违章建筑 征地 "
        "危房 自来水 停车位 电梯 人行道 下水道 绿化"
    ),
    "环境保护": (
        "污染 噪音 噪声 臭味 异味 废气 废水 污水 环保 粉尘 扬尘 油烟 "
        "垃圾场 焚烧 排放 臭气 刺鼻 环评 养猪场 化工厂 黑烟 砖厂 采砂 河水 "
        "搅拌站 辐射 扰民 毒气 水源"
    ),
    "交通运输": (
        "出租车 的士 公交 客运 高速 收费站 快递 打表 拒载 黑车 滴滴 驾驶 "
        "车票 班车 物流 网约车 司机 运管 公路 邮政 大巴 乘客 车站 航班 "
        "火车 拼客 驾校 运营证 春运"
    ),
    "教育文体": (
        "学校 老师 教师 学生 幼儿园 补课 高考 中考 小学 中学 教育局 家长 "
        "培训 高中 大学 招生 学籍 课程 班主任 上学 入学 编制 职称 体育 "
        "文化 图书馆 毕业证 校长 学费"
    ),
    "劳动和社会保障": (
        "社保 养老 退休 工资 医保 工伤 劳动 低保 失业 就业 养老金 养老保险 "
        "职工 缴费 工龄 拖欠 合同 单位 辞职 招聘 公务员 考试 事业单位 "
        "社会保险 待遇 农民工 离职 仲裁 津贴"
    ),
    "商贸旅游": (
        "旅游 景区 消费者 商家 退款 传销 电信 宽带 市场 价格 门票 超市 "
        "假货 投诉电话 营业执照 酒店 电商 导游 购买 产品 销售 商场 食品 "
        "保健品 工商 质量 诈骗 非法集资 手机"
    ),
    "卫生计生": (
        "医院 医生 计生 二胎 准生证 独生子女 卫生院 病人 治疗 手术 患者 "
        "社会抚养费 计划生育 疫苗 药 乡村医生 生育 卫计 护士 住院 诊所 产检 "
        "怀孕 病历 医疗 医师 结扎 卫生局 出生证"
    ),
}

SUBJECTS: tuple[KeywordRow, ...] = tuple(
    KeywordRow(KIND, label, dict.fromkeys(words.split(), 1.0), {})
    for label, words in _WORDS.items()
)
