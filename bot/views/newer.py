"""The newer kinds of blocks that a workspace's Slack may not have: an example of each, to ask Slack with."""

from collections.abc import Mapping

from bot.views.kit import Block, section

CONTAINER, LAYOUT, CHART = "container", "layout", "data_visualization"

# docs.slack.dev/reference/block-kit/blocks/container-block, layout-block and data-visualization-block
SAMPLES: Mapping[str, Block] = {
    CONTAINER: {
        "type": CONTAINER,
        "title": {"type": "plain_text", "text": "Sample"},
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": [section("Sample")],
    },
    LAYOUT: {
        "type": LAYOUT,
        "label": "Sample",
        "rows": [{"items": [{"width": "standard", "blocks": [section("Sample")]}]}],
        "fallback": [section("Sample")],
    },
    CHART: {
        "type": CHART,
        "title": "Sample",
        "chart": {
            "type": "bar",
            "series": [{"name": "Sample", "data": [{"label": "1", "value": 1}]}],
            "axis_config": {"categories": ["1"]},
        },
    },
}
