# What the rules of sluice.yml must find, and what they must not: `semgrep scan --test tests/security`. Nothing runs it.
# ruff: noqa
# ruleid: text-for-slack-goes-through-the-kit
section = {"type": "section", "text": {"type": "mrkdwn", "text": said}}
# ok: text-for-slack-goes-through-the-kit
section = {"type": "plain_text", "text": said}

# ruleid: no-text-becomes-a-statement
conn.exec_driver_sql(f"SELECT * FROM task WHERE title = '{title}'")
# ruleid: no-text-becomes-a-statement
sa.text("SELECT * FROM " + table)
# ok: no-text-becomes-a-statement
conn.exec_driver_sql("SELECT 1")

# ruleid: processes-start-in-their-runner
asyncio.create_subprocess_shell(line)
# ruleid: processes-start-in-their-runner
subprocess.run(["git", "diff"])
# ruleid: processes-start-in-their-runner
os.system(line)
# ruleid: processes-start-in-their-runner
processors.begin("git", "diff")
# ok: processes-start-in-their-runner
sandbox.run(line)

# ruleid: nothing-is-read-as-code
eval(said)
# ruleid: nothing-is-read-as-code
pickle.loads(data)
# ruleid: nothing-is-read-as-code
yaml.load(text)
# ok: nothing-is-read-as-code
yaml.safe_load(text)
