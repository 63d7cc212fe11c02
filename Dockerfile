# The default service: shipped model, no torch; reads plain text, .md, .html, .docx and .pdf. --build-arg EXTRAS=[formats,ocr]
# also reads scans, [formats,models] runs models of a local path or a server; HF_HUB_OFFLINE keeps it from fetching any.
FROM python:3.11-slim AS build
ARG EXTRAS="[formats]"
WORKDIR /app
RUN python -m venv /venv
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY index index
COPY rag rag
COPY prompts prompts
COPY service service
COPY eval eval
RUN /venv/bin/pip install --no-cache-dir -c constraints.txt ".${EXTRAS}"
COPY corpus corpus
RUN /venv/bin/python -m index --snapshots /app/var/index build

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home zhangju
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app/corpus corpus
COPY --from=build --chown=10001 /app/var var
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HF_HUB_OFFLINE=1 ZHANGJU_HOST=0.0.0.0 ZHANGJU_PORT=8000
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["python", "-m", "service"]
