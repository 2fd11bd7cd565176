"""Sentences of invented replies, for benchmarks: ordinary ones, ones with figures, and ones that only look wrong."""

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One demand with what a reply says to it: what was done, what is planned."""

    demand: str
    done: tuple[str, ...]
    planned: tuple[str, ...]


TOPICS = (
    Topic(
        "增加老旧小区停车泊位，缓解居民停车困难",
        (
            "近年来，我局会同属地街道对老旧小区停车现状开展摸底，逐个小区建立泊位台账。",
            "利用闲置边角地、拆后空地建设临时停车场，优先向周边居民开放，停车难有了明显缓解。",
            "推动机关事业单位停车场错时共享，夜间和节假日向社会开放，居民凭登记车牌免费进出。",
            "修订《云溪市城市停车场管理办法》，明确新建住宅配建标准（每户不少于1.2个泊位）。",
        ),
        ("下一步，我局将继续挖掘停车潜力，计划2026年底前新建公共停车场，并完善智慧停车系统。",),
    ),
    Topic(
        "完善居家养老服务，扩大老年助餐点覆盖面",
        (
            "我市把老年助餐作为民生实事来抓，出台建设补助和运营补助政策，引导社会力量参与。",
            "各街道依托居家养老服务中心设置老年食堂，对高龄、失能老人提供送餐上门服务。",
            "建立“统一标识、统一监管、统一结算”的助餐管理机制，老人刷脸即可用餐，子女在外也放心。",
            "印发《关于推进老年助餐服务高质量发展的实施意见》，从场地、补贴、人员等方面给予保障。",
        ),
        ("下一步，我们将按照“十五五”养老服务规划，力争2027年实现城区助餐服务全覆盖。",),
    ),
    Topic(
        "加强城区河道生态治理，改善滨水环境",
        (
            "坚持截污纳管与清淤疏浚并重，对沿河排口逐一编号，做到问题有人管、整改有时限。",
            "聘请民间河长参与巡查，发现问题随手拍、随时报，处理结果在平台上公开。",
            "滨水步道分段贯通，沿线增设照明、座椅和救生设施，市民休闲有了好去处。",
            "根据《云溪市河道保护条例》（云溪市人大常委会公告第6号），划定河道管理范围并设立界桩。",
        ),
        ("下一步，将把南塘河、青石河列入2026年综合治理计划，分年度组织实施。",),
    ),
    Topic(
        "支持中小企业数字化改造，降低企业用网用云成本",
        (
            "组织服务商进园区、进企业，为中小企业免费诊断，一企一策提出改造方案。",
            "设立数字化改造专项资金，对企业购买云服务、工业软件的费用按比例予以补助。",
            "培育行业平台，推广“小快轻准”产品，企业花小钱就能上系统、用数据。",
            "与三家通信运营企业签订协议，下调中小企业专线资费，部分套餐降幅超过两成。",
        ),
        ("下一步，计划2026年上半年修订补助办法，将改造补助范围扩大到服务业企业。",),
    ),
    Topic(
        "优化中小学课后服务，丰富校园体育活动",
        (
            "全市义务教育学校课后服务实现全覆盖，家长自愿选择，学校统筹师资和场地。",
            "开设书法、编程、武术、合唱等课程，聘请退休教师、非遗传承人和教练员进校园。",
            "落实每天一小时体育活动，大课间跑起来、跳起来，学生体质稳步提升。",
            "教育局联合体育局印发《校园体育场地开放方案》，周末向周边居民开放操场。",
        ),
        ("下一步，我们将争取2026年秋季学期前完成课后服务课程目录更新，并建立教师激励机制。",),
    ),
    Topic(
        "打造乡村旅游精品线路，带动村集体增收",
        (
            "整合古道、茶园、民宿资源，串点成线，推出春季赏花、秋季采摘等主题线路。",
            "举办乡村旅游季系列活动，邀请媒体和旅行社实地踩线，线上线下同步推介。",
            "指导村级组织以土地、房屋入股合作社，村民在家门口就业，收入渠道更宽。",
            "规范民宿经营，制定《乡村民宿服务与管理规范》，消防、卫生、治安一张清单管到底。",
        ),
        ("下一步，拟编制乡村旅游三年行动计划，预计2026年6月底前印发实施。",),
    ),
    Topic(
        "提升基层医疗服务能力，方便群众就近就医",
        (
            "组建医共体，市级医院专家每周下沉到乡镇卫生院坐诊，群众少跑路、少花钱。",
            "为村卫生室统一配备健康一体机，慢性病随访数据自动上传，医生随时查看。",
            "开展订单定向培养，为山区海岛补充全科医生，待遇和职称评聘向基层倾斜。",
            "推行检查检验结果互认，同级医院之间不再重复检查，患者负担有所减轻。",
        ),
        ("下一步，将实施基层卫生人才三年培养计划，力争2027年底前每个乡镇卫生院配齐全科医生。",),
    ),
    Topic(
        "健全垃圾分类长效机制，提高资源化利用水平",
        (
            "健全“户分类、定时投、集中运、专业处”的链条，居民分类习惯逐步养成。",
            "改造垃圾房、增设洗手池和除臭装置，投放点变得干净整洁，邻里意见少了。",
            "引进资源化处理企业，厨余垃圾经处理后制成有机肥，用于绿化养护。",
            "开展垃圾分类进校园、进社区宣传，孩子带动家庭，家庭影响小区。",
        ),
        ("下一步，我们计划2026年底前完成第二座资源化处理中心建设，并建立考核奖惩办法。",),
    ),
)

# What looks like a fault and is none.
ONLY_LOOK_WRONG = (
    "加快5G、AI等新技术应用，鼓励企业提高R&D投入强度，培育更多“专精特新”企业。",
    "点点滴滴见成效，方方面面都要顾及，我们欢迎家家户户参与，人人都是监督员。",
    "政策全文见https://www.yunxi.example.cn/zwgk/2025/1201.html，也可发送邮件至fuwu@yunxi.example.cn咨询。",
    "窗口服务时间为上午9:30至下午4:30，每周五延时服务一小时。",
    "按照1:1的比例配套资金，市级补助1,200万元，区级配套1,200万元。",
    "参照《关于印发〈城市公共设施维护导则〉的通知》执行，日常养护费用列入年度预算。",
    "该项工作由市市场监管局牵头，市交通运输局、市市政中心配合，2025年年底完成验收。",
    "种种迹象表明，常常走访、一一回应，比发文件更能解决群众急难愁盼。",
    "产品加工工艺执行GB/T 19001—2016标准，合格率常年保持在98.5%以上。",
    "施工工地落实“六个百分之百”，员工工资按月足额发放，职工工会定期走访慰问。",
    "建立“周调度、月通报、季评估”制度，牢牢守住安全底线，层层压实责任。",
    "APP上线以来，注册用户稳步增加，iOS版和Android版同步更新。",
    "全市共有规模以上企业320家，其中高新技术企业96家、专精特新企业41家。",
    "每个社区配备1名专职网格员，逐户走访、逐条登记，情况及时录入系统。",
    "根据有关规定（含省、市两级文件），符合条件的家庭可以以户为单位申请。",
    "活动动员会上，十余家企业代表作了发言，大家的建议都很中肯。",
    "发展展会经济、夜间经济，推动动能转换，注重重点突破，实现现代服务业集聚。",
    "会议强调：“要把好事办好、实事办实。”各单位对照清单，抓紧落实。",
    "PM2.5平均浓度为24微克/立方米，空气质量优良率居全省前列。",
    "建设期为18个月，其中土建12个月、设备安装6个月。",
    "对机器人人才、高校校友回乡创业，给予场地租金减免。",
    "学校（含民办学校）食堂全部实现“互联网+明厨亮灶”，家长可随时查看。",
    "市、县（市、区）两级财政分担比例为6:4，资金直达基层。",
    "欢迎拨打12345热线或0571-88001234咨询，我们将及时答复。",
    "新增示范企业6家、示范学校4家，全市共58家。",
    "涉及3个镇、2个街道，共41个村社，做到应改尽改。",
    "东城区、西城区、南湖区绿化覆盖占比分别为41%、43.5%、40.2%。",
    "原有摊点86个、撤销12个，共74个，统一划线管理。",
    "去年共办理人大代表建议126件、政协提案152件，均按期办结。",
    "活动邀请人大代表、政协委员和企业代表参加，具有较强的代表性。",
    "以社区为代表的基层单位作了经验交流，代表团成员现场提问。",
)

# What a letter says of who brought the item in; with the words of the other kind it is a fault.
OF_PROPOSER = (
    "{name}{call}在座谈中提出的意见，我局逐条作了研究。",
    "我局已对{surname}{call}反映的路段逐一核实。",
    "您作为{call}多次实地走访，所提意见很有针对性。",
    "您的{noun}切中要害，我局已列入年度重点工作。",
    "其间专程走访{name}{call}，当面听取了意见。",
)


def _three(dice: random.Random) -> tuple[int, int, int, int]:
    parts = [dice.randint(3, 160) for _ in range(3)]
    return sum(parts), *parts


def _sum_of_which(dice: random.Random) -> str:
    total, a, b, c = _three(dice)
    return f"2025年共实施整治项目{total}个，其中道路类{a}个、管网类{b}个、绿化类{c}个，群众反映良好。"


def _sum_all(dice: random.Random) -> str:
    total, a, b, c = _three(dice)
    return f"全年收到群众意见{total}条，包括设施类{a}条、服务类{b}条、管理类{c}条，均已交办落实。"


def _sum_prizes(dice: random.Random) -> str:
    a, b, c = dice.randint(1, 9), dice.randint(5, 20), dice.randint(10, 40)
    return f"我市选送的案例共有{a + b + c}项获奖，其中一等奖{a}项、二等奖{b}项、三等奖{c}项，位居全省前列。"


def _total_after(dice: random.Random) -> str:
    total, a, b, c = _three(dice)
    return f"已改造道路{a}条、管网{b}条、步道{c}条，合计{total}条，沿线环境明显改善。"


def _total_of_years(dice: random.Random) -> str:
    total, a, b, c = _three(dice)
    return f"新建便民点2023年{a}个、2024年{b}个、2025年{c}个，三年共{total}个，布局逐步完善。"


SUMS: tuple[Callable[[random.Random], str], ...] = (
    _sum_of_which,
    _sum_all,
    _sum_prizes,
    _total_after,
    _total_of_years,
)


def _share_of_task(dice: random.Random) -> str:
    task, done = dice.randint(20, 300), dice.randint(2000, 40000) / 100
    return f"全年完成投资{done:.2f}亿元，完成年度任务（{task}亿元）的{done / task * 100:.2f}%。"


def _share_of_whole(dice: random.Random) -> str:
    whole = dice.randint(100, 900)
    part = dice.randint(20, whole - 10)
    return f"全市共排查点位{whole}处，其中已完成整改{part}处，占{part / whole * 100:.1f}%，其余正在推进。"


def _growth(dice: random.Random) -> str:
    before = dice.randint(100, 900)
    after = before + dice.randint(20, 400)
    percent = (after - before) / before * 100
    return f"服务网点由2023年的{before}个增加到2025年的{after}个，增长{percent:.1f}%，布局更加均衡。"


def _rate(dice: random.Random) -> str:
    whole = dice.randint(60, 400)
    part = whole - dice.randint(1, 30)
    return f"平台共受理诉求{whole}件，已办结{part}件，办结率{part / whole * 100:.1f}%。"


def _grown_to(dice: random.Random) -> str:
    before = dice.randint(100, 900)
    after = before + dice.randint(20, 400)
    percent = (after - before) / before * 100
    return f"志愿服务队由{before}个增至{after}个，同比增长{percent:.1f}%，覆盖面进一步扩大。"


def _cut_to(dice: random.Random) -> str:
    before = dice.randint(300, 900)
    after = before - dice.randint(20, 200)
    percent = (before - after) / before * 100
    return f"积存问题由{before}件降至{after}件，下降{percent:.1f}%，群众获得感增强。"


def _share_of_plan(dice: random.Random) -> str:
    plan, done = dice.randint(20, 300), dice.randint(2000, 40000) / 100
    return f"累计拨付资金{done:.2f}亿元，完成年度计划{plan}亿元的{done / plan * 100:.2f}%。"


def _shares(dice: random.Random) -> str:
    a, b = dice.randint(20, 40), dice.randint(20, 40)
    return f"设施类、服务类、管理类意见占比分别为{a}%、{b}%、{100 - a - b}%，与上年大体相当。"


PERCENTAGES: tuple[Callable[[random.Random], str], ...] = (
    _share_of_task,
    _share_of_whole,
    _growth,
    _rate,
    _grown_to,
    _cut_to,
    _share_of_plan,
    _shares,
)


def _cited(dice: random.Random) -> str:
    return (
        f"依据《关于加强城市公共服务供给的若干意见》（云政发〔{dice.randint(2021, 2025)}〕{dice.randint(2, 98)}号），"
        "有关责任单位已细化分工。"
    )


def _dated(dice: random.Random) -> str:
    day = f"{dice.randint(2023, 2025)}年{dice.randint(1, 12)}月{dice.randint(10, 28)}日"
    return f"{day}，市政府召开专题会议研究部署，明确了责任分工。"


def _years(_dice: random.Random) -> str:
    return "对照《云溪市公共服务三年行动方案（2024—2026年）》，年度任务已分解到各县（市、区）。"


FACTUAL: tuple[Callable[[random.Random], str], ...] = (_cited, _dated, _years)
POINTS = (
    "一是压实责任，建立部门联席会议制度；二是加大投入，统筹安排财政资金；三是强化监督，定期通报工作进度。",
    "主要做法有：一是摸清底数，逐一登记造册；二是分类施策，能快则快；三是回头核验，防止反弹。",
)
UNITS = (
    ("云溪市交通运输局", "市交通局"),
    ("云溪市财政局", "市财政局"),
    ("云溪市自然资源和规划局", "市资规局"),
    ("云溪市卫生健康委员会", "市卫健委"),
    ("云溪市教育局", "市教育局"),
    ("云溪市文化和旅游局", "市文旅局"),
)
# What the city's plan and an earlier year's letter said: name, text. Sentences of the letters above share with them
# no more than a few customary words.
EARLIER = (
    (
        "《云溪市公共服务三年行动方案》任务6“完善便民服务网络”",
        "坚持需求导向、分类推进，在人口集中的居住片区按步行一刻钟的距离补齐菜场、药店、维修等便民网点，新建片区与住宅同步规划、"
        "同步交付，老旧片区通过盘活闲置房屋逐步补足。建立网点运行情况季度评估制度，对连续两次评估不合格的经营主体责令退出，"
        "腾出的场地优先用于养老托幼。各县（市、区）政府每年年底向市政府报告推进情况。",
    ),
    (
        "2024年的云民提复〔2024〕31号《关于市政协九届一次会议第88号提案的答复》",
        "去年以来，我局把群众反映集中的路灯不亮、井盖破损、标线模糊等事项列入马上就办清单，由街道网格员发现后直接派单，责任单位四小时"
        "内到场处置，有关责任单位已细化分工。对跨部门的事项由我局牵头召开现场会商会，当场明确主办单位和完成日期，"
        "并在社区公告栏张贴处置结果接受居民监督。",
    ),
)
PEOPLE = ("林晓岚", "周启明", "陈若水", "何长青", "苏慕云", "叶知秋")
# Names as a table has them.
TABLE_PEOPLE = ("张磊磊", "刘洋洋", "李明", "王芳芳", "赵一鸣")
