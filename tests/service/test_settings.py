import pytest

from index.errors import SettingsError
from service.settings import Settings


def test_defaults_serve_the_shipped_model():
    settings = Settings.from_environment()
    assert (settings.embedder, settings.generator, settings.port) == ("shipped", "extractive", 8000)
    assert Settings.from_environment(port=8123, host=None).port == 8123


def test_the_environment_counts(monkeypatch):
    monkeypatch.setenv("ZHANGJU_PORT", "9000")
    monkeypatch.setenv("ZHANGJU_GENERATOR_API_KEY", "secret")
    settings = Settings.from_environment()
    assert settings.port == 9000
    assert "secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ZHANGJU_PROT", "9000", "ZHANGJU_PROT: no such setting. There are: .*ZHANGJU_PORT"),
        ("ZHANGJU_PORT", "x", "ZHANGJU_PORT: .*Correct or unset it"),
        ("ZHANGJU_PORT", "99999", "ZHANGJU_PORT: .*less than or equal"),
        ("ZHANGJU_GENERATOR_TIMEOUT", "0", "ZHANGJU_GENERATOR_TIMEOUT"),
    ],
)
def test_wrong_settings_are_named(monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said):
        Settings.from_environment()
