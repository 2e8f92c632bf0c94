import re
import subprocess
from datetime import time, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.setup.bounds import Budget
from bot.setup.environment import SECRET, Secrets
from bot.setup.model_loader import loader
from bot.setup.secrets_check import check_secrets
from bot.setup.settings import BadSettings, load, read_file
from bot.setup.sluice_toml import File
from storage.rules.budget import Budgets
from tests.bot.test_moving import said


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sluice.toml"
    path.write_text(text)
    return path


def test_the_example_is_read(tmp_path: Path) -> None:
    made = read_file(
        written(
            tmp_path,
            """
admins = ["U01ALICE"]
zone = "Europe/Rome"
times = ["9:00", "16:30"]
four_eyes = true
[agents.poet]
description = "Verse"
model = "openai:gpt-x"
""",
        )
    )
    assert made.admins == ("U01ALICE",)
    assert [f"{t:%H:%M}" for t in made.times] == ["09:00", "16:30"]
    assert made.agents["poet"].model == "openai:gpt-x"


def test_without_a_file_nobody_is_an_administrator(tmp_path: Path) -> None:
    assert read_file(tmp_path / "none.toml").admins == ()


@pytest.mark.parametrize(
    "text, words",
    [
        ('colour = "red"', "line 1: colour: unknown key"),
        (
            '[agents.a]\ndescription = "x"\nminutes = 3\n[agents.b]\ndescription = "x"\nminutes = -3',
            "line 6: agents.b.minutes",
        ),
        ("# my limt is 12\n\nlimt = 3", "line 3: limt: unknown key"),
        ('admins = ["alice"]', "line 1: admins.0: must be the id of a person as Slack has it, such as U01ABCDEF"),
        ('admins = "U01ALICE"', "line 1: admins: must be a list in brackets"),
        ('web = "brave"', "line 1: web: must be a table of its own"),
        ('limit = "many"', "line 1: limit: must be a whole number"),
        ("[agent.poet]", "line 1: agent: unknown key; did you mean agents?"),
        ('[agents.Poet]\ndescription = "x"', "line 1: agents.Poet: the name of an agent"),
        ("[budget]\ntask = 1\nlimit = 3", "line 3: budget.limit: unknown key here; limit stands above the first"),
        ('[mcp.x]\ncommand = "y"\nweb = 1', "line 3: mcp.x.web: unknown key"),
        ("[keep]\nreqests = 30", "line 2: keep.reqests: unknown key; did you mean requests?"),
        ('[web]\ninternal_hosts = ["https://wiki.example.com/x"]', "must be a host in small letters without scheme"),
        ('[prices]\n"gpt-5-mini" = {input = 1, output = 2}', "a model is named with its provider"),
        ('[mcp.a]\ncommand = "x"\nlabels = ["privat data"]', "line 3: mcp.a.labels.0: Input should be 'private data'"),
        ('zone = "UTC"\nlimt = 3', "line 2: limt: unknown key; did you mean limit?"),
        (
            '[agents.poet]\ndescription = "x"\nmodell = "x"',
            "line 3: agents.poet.modell: unknown key; did you mean model?",
        ),
        ('[agents.poet]\ndescription = "x"\ntools = ["webb"]', "no tools called webb. Did you mean web?"),
        ('[agents.poet]\ndescription = "x"\ntools = ["mcp:orders"]', "no tools called mcp:orders"),
        ('[mcp.orders]\nurl = "http://x"\ncommand = "y"', "either a command or a url"),
        ("[budget]\ntask = -1", "budget.task"),
        ('[web]\nsearch = "google"', "web.search"),
        ("[repositories.shop]\npath = 'x'", "repositories.shop.test: Field required"),
        (
            "[repositories.shop]\npath = 'x'\ntest = 'x'\nenv = ['HUB_TOKEN', 'SLACK_BOT_TOKEN']",
            "repositories.shop.env: SLACK_BOT_TOKEN is for Sluice alone",
        ),
        ("[repositories.shop]\npath = 'x'\ntest = 'x'\nenv = ['A=B']", "repositories.shop.env.0"),
        ("limit = 0", "limit"),
        ("limit = true", "line 1: limit: must be a whole number"),
        ('limit = "12"', "line 1: limit: must be a whole number"),
        ('four_eyes = "yes"', "line 1: four_eyes: must be true or false"),
        ("undo_seconds = true", "line 1: undo_seconds: must be a number"),
        ("limit = -1", "limit"),
        ("undo_seconds = inf", "undo_seconds"),
        ("undo_seconds = nan", "undo_seconds"),
        ('zone = "Mars/Phobos"', "no time zone"),
        ("{", "can't be read"),
        ('days = "NO"', "days"),
        ("times = [540]", "times"),
        ("times = []", "times are hours and minutes as text, at least one"),
        ('times = ["09:00Z"]', "times are hours and minutes"),
        ('times = ["13:00:45"]', "times are hours and minutes"),
        ('times = ["9"]', "times are hours and minutes"),
        ('[agents.x]\ndescription = ""', "description"),
        ('[agents.x]\ndescription = "y"\nminutes = inf', "minutes"),
        ('[agents.x]\ndescription = "y"\nshell = true', "unknown key"),
        ('x = "!!python/object/apply:os.system [id]"', "unknown key"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadSettings, match=words):
        read_file(written(tmp_path, text))


@pytest.mark.parametrize(
    "bot, app, signing, words",
    [
        ("", "", "0123456789abcdef", "SLACK_BOT_TOKEN"),
        ("xapp-1", "", "0123456789abcdef", "SLACK_BOT_TOKEN"),
        ("xoxb-1", "xoxb-1", "", "SLACK_APP_TOKEN"),
        ("xoxb-1", "", "", r"^Set SLACK_APP_TOKEN \(Socket Mode\) or SLACK_SIGNING_SECRET \(HTTP\)"),
        ("xoxb-1", "", "changeme", "SLACK_SIGNING_SECRET"),
    ],
)
def test_missing_swapped_and_placeholder_secrets_are_refused(bot: str, app: str, signing: str, words: str) -> None:
    secrets = Secrets(
        slack_bot_token=SecretStr(bot), slack_app_token=SecretStr(app), slack_signing_secret=SecretStr(signing)
    )
    with pytest.raises(BadSettings, match=words):
        check_secrets(secrets)


def test_good_secrets_pass_over_both_transports() -> None:
    check_secrets(
        Secrets(
            slack_bot_token=SecretStr("xoxb-1"), slack_app_token=SecretStr("xapp-1"), slack_signing_secret=SecretStr("")
        )
    )
    check_secrets(
        Secrets(
            slack_bot_token=SecretStr("xoxb-1"),
            slack_app_token=SecretStr(""),
            slack_signing_secret=SecretStr("0123456789"),
        )
    )


@pytest.mark.parametrize("base", ["http://x:1", "http://x:1/", "http://x:1/api", "http://x:1/api/"])
def test_the_base_url_is_taken_with_and_without_api(base: str, tmp_path: Path) -> None:
    made = load(slack_api_base_url=base, sluice_config=tmp_path / "none.toml")
    assert made.api == "http://x:1/api/"
    assert made.slack_hosts == {"x:1"}


@pytest.mark.parametrize("host", ["slack.com", "slack-gov.com"])
def test_slacks_own_hosts_of_hooks_and_files_are_known(host: str, tmp_path: Path) -> None:
    made = load(slack_api_base_url=f"https://{host}", sluice_config=tmp_path / "none.toml")
    assert made.slack_hosts == {host, f"hooks.{host}", f"files.{host}", "slack-files.com"}


def test_of_the_environment_commands_get_what_a_repository_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUB_TOKEN", "secret-of-the-hub")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-very-secret")
    text = "[repositories.shop]\npath = 'x'\ntest = 'x'\nenv = ['HUB_TOKEN', 'NOT_SET']"
    made = load(sluice_config=written(tmp_path, text))
    assert made.variables.keys() - {"PATH", "HOME"} == {"HUB_TOKEN"}
    assert "secret-of-the-hub" not in repr(made) + str(made) + made.model_dump_json()


def test_secrets_never_show(tmp_path: Path) -> None:
    made = load(
        slack_bot_token="xoxb-very-secret", slack_signing_secret="very-secret-too", sluice_config=tmp_path / "none"
    )
    assert "very-secret" not in repr(made) + str(made) + made.model_dump_json()


def test_agents_tools_budgets_and_prices_are_read(tmp_path: Path) -> None:
    made = read_file(
        written(
            tmp_path,
            """
[agents.support]
description = "Answers customers"
tools = ["files", "mcp:orders"]
fallback = "openai:gpt-x"
minutes = 5
dollars = 0.5

[budget]
task = 2
workspace_day = 50

[prices]
"openai:gpt-x" = { input = 0.25, output = 2.0 }

[repositories.shop]
path = "/srv/shop"
test = "pytest -q"

[mcp.orders]
command = "orders-mcp"
env = { KEY = "s3cret" }
sends = ["refund"]
""",
        )
    )
    assert made.agents["support"].tools == ("files", "mcp:orders")
    assert made.budget.caps() == Budgets(task=2_000_000, person_day=20_000_000, workspace_day=50_000_000)
    assert made.prices["openai:gpt-x"].output == 2.0
    assert made.repositories["shop"].test == "pytest -q"
    assert "s3cret" not in repr(made)


def test_http_listens_on_this_machine_alone_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLUICE_HOST", raising=False)
    assert Secrets().sluice_host == "127.0.0.1"
    monkeypatch.setenv("SLUICE_HOST", "0.0.0.0")
    assert Secrets().sluice_host == "0.0.0.0"


def test_a_settings_file_that_is_named_and_not_there_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLUICE_CONFIG", str(tmp_path / "sluice.tmol"))
    code, words = said("doctor")
    assert (code, words) == (1, f"SLUICE_CONFIG: there is no file {tmp_path}/sluice.tmol.")
    monkeypatch.delenv("SLUICE_CONFIG")
    monkeypatch.chdir(tmp_path)
    assert load().file.admins == ()  # without the variable, a missing sluice.toml means the usual


def test_a_collection_counts_as_left_alone_after_ten_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SLUICE_CONFIG", raising=False)
    assert load().terms().alone == timedelta(minutes=10)


def test_how_long_things_are_kept_is_read_and_nought_is_for_ever(tmp_path: Path) -> None:
    kept = read_file(written(tmp_path, "[keep]\nversions = 0\nchanges = 30")).keep.keep()
    assert (kept.requests, kept.versions, kept.changes) == (timedelta(days=30), None, timedelta(days=30))
    with pytest.raises(BadSettings, match="keep.requests"):
        read_file(written(tmp_path, "[keep]\nrequests = 0"))


def test_secrets_are_read_once_and_no_child_inherits_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = {
        "SLACK_BOT_TOKEN": "xoxb-canary",
        "slack_app_token": "xapp-canary",
        "SLACK_SIGNING_SECRET": "canary-canary",
        "SLACK_CONFIG_TOKEN": "xoxe-canary",
        "SLUICE_DATABASE_URL": "postgresql://someone:canary@127.0.0.1/x",
        "BRAVE_API_KEY": "canary",
        "OPENAI_API_KEY": "sk-canary",
        "ANTHROPIC_API_KEY": "sk-canary",
    }
    for name, value in secret.items():
        monkeypatch.setenv(name, value)
    settings = load(sluice_config=tmp_path / "none.toml")
    assert settings.secrets.slack_bot_token.get_secret_value() == "xoxb-canary"
    assert settings.secrets.slack_app_token.get_secret_value() == "xapp-canary"
    assert settings.keys["OPENAI_API_KEY"].get_secret_value() == "sk-canary"
    assert "canary" not in repr(settings)
    told = subprocess.run(["env"], capture_output=True, text=True, check=True).stdout
    assert "PATH=" in told and "canary" not in told
    assert {name.upper() for name in secret} == SECRET


async def test_a_model_gets_the_key_that_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    settings = load(sluice_config=tmp_path / "none.toml")
    model = loader(tmp_path, settings.keys)("openai:gpt-5-mini", None)
    assert model.openai_api_key.get_secret_value() == "sk-canary"


@pytest.mark.parametrize("name", File.model_fields)
def test_each_setting_stands_in_the_docs(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    assert re.search(rf"^(?:{name} = |\[{name}[\].])", page, re.M)


def test_a_time_may_be_written_with_a_full_stop(tmp_path: Path) -> None:
    assert read_file(written(tmp_path, 'times = ["9.30", "13:00"]')).times == (time(9, 30), time(13))


def test_sqlite_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLUICE_DATABASE_URL", "sqlite:////tmp/elsewhere.db")
    with pytest.raises(BadSettings, match="leave it out for SQLite"):
        load()


def test_a_file_with_a_mark_of_its_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "sluice.toml").write_text("limit = 7\n", "utf-8-sig")
    assert read_file(tmp_path / "sluice.toml").limit == 7


def test_a_value_of_a_server_may_name_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "sluice.toml"
    file.write_text('[mcp.orders]\ncommand = "x"\nenv = { KEY = "k-${ORDERS_KEY}" }\n')
    monkeypatch.setenv("SLUICE_CONFIG", str(file))
    monkeypatch.setenv("ORDERS_KEY", "canary")
    assert load().file.mcp["orders"].env == {"KEY": "k-canary"}
    for name, words in (("NOT_THERE", "there is no variable NOT_THERE"), ("slack_x", "slack_x is for Sluice alone")):
        monkeypatch.setenv("slack_x", "canary")
        file.write_text(f'[mcp.orders]\nurl = "https://x"\nheaders = {{ Authorization = "Bearer ${{{name}}}" }}\n')
        assert words in load().unfilled[0]  # a front begins no server, and starts


def test_the_smallest_cap_is_no_cap_of_nothing() -> None:
    assert Budget(task=0.0000001).caps().task == 1 and Budget(task=0).caps().task is None
