"""The letter's Chinese words made from plain values; pure."""

from datetime import date


def chinese_date(day: date) -> str:
    """Return 2023年6月29日: Arabic digits, full year, no leading zeros (GB/T 9704 7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"
