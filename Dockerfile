# The suite with Odoo 19 for production: see docker-compose.yml and docs/administrator.md.
FROM debian:trixie-slim

RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates fonts-dejavu-core fonts-noto-core libmagic1 postgresql-client \
        python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/utility
COPY utility requirements.txt requirements-dev.txt odoo.conf ./
COPY tools tools
# Odoo and the Python packages are layers of their own: a change of the addons keeps them.
# The server is external here, so no database is created.
RUN PGHOST=database PGUSER=odoo XDG_CACHE_HOME=/tmp/cache ./utility setup --no-browser \
    && rm -rf /tmp/cache

COPY addons addons
COPY docker docker
RUN useradd --system --uid 10001 --home-dir /var/lib/odoo --create-home odoo
USER odoo
VOLUME /var/lib/odoo
EXPOSE 8069 8072
ENTRYPOINT ["/opt/utility/docker/entrypoint"]
