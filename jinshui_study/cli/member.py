"""jinshui member import | password | role"""

from pathlib import Path

import click
from flask.cli import AppGroup

from jinshui_study import clock
from jinshui_study.accounts import audit, members, organizations, roster
from jinshui_study.accounts.models import ROLES, Member
from jinshui_study.cli.output import tells_problems
from jinshui_study.db import unit_of_work
from jinshui_study.errors import Invalid, NotFound

group = AppGroup("member", help="党员：导入名册、设密码、授角色", short_help="党员")


@group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@tells_problems
def import_roster(path: Path) -> None:
    """导入名册（xlsx），列为：姓名、手机号、街道、党委（可空）、支部。有一行错误则什么都不导入。"""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise click.ClickException(f"无法读取文件“{path}”。") from error
    now = clock.now()
    with unit_of_work():
        imported = roster.load(data, organizations.get_district(), now)
        audit.record("member.import", "roster", now, added=imported.added, unchanged=imported.unchanged)
    click.echo(f"导入完成：新增 {imported.added} 人，已有 {imported.unchanged} 人。")


@group.command("password")
@click.argument("phone")
@click.password_option("--password", prompt="新密码", confirmation_prompt="再输入一次")
@tells_problems
def set_password(phone: str, password: str) -> None:
    """给一位党员设密码。"""
    with unit_of_work():
        member = _by_phone(phone)
        members.set_password(member, password)
        audit.record("member.password", f"member:{member.public_id}", clock.now())
    click.echo("密码已设置。")


@group.command("role")
@click.argument("phone")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--organization", help="党组织编号，默认为本人所在支部")
@tells_problems
def grant_role(phone: str, role: str, organization: str | None) -> None:
    """授予角色：secretary 支部书记、unit_admin 单位管理员、editor 编辑、district_admin 区级管理员。"""
    now = clock.now()
    with unit_of_work() as session:
        member = _by_phone(phone)
        target = (
            organizations.get_by_public_id(organization)
            if organization
            else session.get_one(organizations.Organization, member.branch_id)
        )
        members.grant_role(member, role, target)
        audit.record(
            "role.grant", f"member:{member.public_id}", now, role=role, organization=target.public_id
        )
    click.echo(f"已授予：{target.name}。")


def _by_phone(phone: str) -> Member:
    normal = members.normalise_phone(phone)
    if normal is None:
        raise Invalid("手机号不正确。")
    member = members.find_by_identity("phone", normal)
    if member is None:
        raise NotFound("没有登记这个手机号的党员。")
    return member
