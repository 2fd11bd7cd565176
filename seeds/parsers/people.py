"""People and places that a text names outright; nothing is guessed from context."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from seeds.parsers.found import Found

# The hundred commonest surnames: a name before a post is read only when it begins with one of them.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_POST = "院士|省长|副省长|市长|副市长|书记|局长|部长|主席"
_MENTION = re.compile(rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?P<post>{_POST})")
_RANK = re.compile(r"(?:副|常务副)?(?:秘书长|市长|县长|区长|局长|主任|厅长|书记|部长)$")
_CITY = re.compile(r"^(?:中共)?([\u4e00-\u9fff]{2}市)")
_GOVERNMENT = re.compile(r"(?:^|[^\u4e00-\u9fff]|中共)([\u4e00-\u9fff]{2}市)(?:人民政府|委)")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the text names: role in the paper, post as written, phone numbers beside the name."""

    name: Found[str]
    role: str
    post: str | None = None
    phones: tuple[Found[str], ...] = ()


def mentioned(file: str, lines: Iterable[tuple[int, str]]) -> tuple[Person, ...]:
    """List the people named together with a post (李校堃院士), each once."""
    people: dict[str, Person] = {}
    for number, line in lines:
        for match in _MENTION.finditer(line):
            found = Found(match["name"], file, (number,), match["name"])
            people.setdefault(match["name"], Person(found, "mentioned", match["post"]))
    return tuple(people.values())


def body_of_post(post: str) -> str | None:
    """Return the body an officer speaks for (温州市人民政府 of its 副秘书长); None without a rank."""
    match = _RANK.search(post)
    return post[: match.start()] if match and match.start() else None


def city_of_body(body: Found[str] | None) -> Found[str] | None:
    """Return the city a body's full name begins with; None when it begins with none."""
    match = _CITY.match(body.value) if body else None
    return Found(match[1], body.file, body.lines, match[1]) if match and body else None


def only_city(file: str, lines: Iterable[tuple[int, str]]) -> Found[str] | None:
    """Return the city whose government or committee the text names; None unless it is just one."""
    cities = [
        Found(match[1], file, (number,), match[1])
        for number, line in lines
        for match in _GOVERNMENT.finditer(line)
    ]
    return cities[0] if len({city.value for city in cities}) == 1 else None
