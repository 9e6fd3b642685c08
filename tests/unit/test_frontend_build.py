"""The front end's build: it can be repeated anywhere, and where it cannot be made it says so and stops nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.support.servers import ROOT

FRONTEND = ROOT / "connectors" / "frontend"


def test_the_lock_names_no_registry_and_every_system() -> None:
    text = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert "resolved" not in text and "registry" not in text
    assert all("integrity" in entry for name, entry in packages.items() if name)
    for name in ("esbuild/darwin-arm64", "rollup/rollup-darwin-arm64", "rollup/rollup-linux-x64-musl"):
        assert f"node_modules/@{name}" in packages
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_without_node_it_says_so_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    shutil.copy(FRONTEND / "build.sh", tmp_path)
    done = subprocess.run(["sh", "build.sh"], cwd=tmp_path, env={"PATH": str(tmp_path / "bin")}, capture_output=True,
                          text=True)
    assert done.returncode == 0 and "Senza Node 18" in done.stdout
    assert not (tmp_path / "dist").exists()


def test_texts_of_messages_never_become_markup() -> None:
    for path in sorted((FRONTEND / "src").rglob("*.ts")):
        code = path.read_text(encoding="utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "ContextualFragment"):
            assert way not in code, (path.name, way)


def test_no_other_host_is_asked() -> None:
    for path in sorted((FRONTEND / "src").rglob("*.*")):
        code = path.read_text(encoding="utf-8")
        assert "http://" not in code.replace("http://www.w3.org/2000/svg", ""), path.name
        assert "https://" not in code, path.name
