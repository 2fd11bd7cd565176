"""The grid of GB/T 9704-2012 5.2 in numbers; documents/gongwen.css draws the same one."""

EM = 156 / 28  # mm: 28 characters fill 156 mm
PITCH = (225 - EM) / 21  # mm from line to line: 22 lines fill 225 mm
ROW = 10.449  # mm: the pitch as the stylesheet has it, for whole lines of the grid
HALF_LEADING = (PITCH - EM) / 2  # mm
TYPE_AREA = 156.0  # mm wide
BODY_TOP = 34.56  # mm from the paper's edge to the first line box
TITLE_SIZE = 22 * 25.4 / 72  # mm, 2号
IMPRINT_SIZE = 14 * 25.4 / 72  # mm, 4号
