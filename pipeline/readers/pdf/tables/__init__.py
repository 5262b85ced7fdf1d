"""Tables of PDF pages without tags: the gate and the finder, words and rules, columns, cells, headers, page breaks."""
