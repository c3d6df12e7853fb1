"""What becomes of each field of an update and of a message (Bot API 10.1). A new field is a new line here."""

from __future__ import annotations

from enum import StrEnum


class Becomes(StrEnum):
    """What a field makes of the message or the update that holds it."""

    HEARD = "heard"
    """Its words are read, of those who agreed."""
    CUE = "cue"
    """It counts as said, whatever is in it: a sticker, a voice, a picture."""
    BESIDE = "beside"
    """It stands beside what is said: who, where, when, an answer to what. No word of it is read."""
    PASSED_ON = "passed on"
    """What is said is not the sender's own."""
    SILENT = "silent"
    """Nobody speaks for themselves, or the bot is not there: nothing is told."""
    SERVICE = "service"
    """Telegram says something about the chat. Nobody said it."""
    IGNORED = "ignored"
    """A kind of message or update that is not heard."""


HEARD, CUE, BESIDE, PASSED_ON = Becomes.HEARD, Becomes.CUE, Becomes.BESIDE, Becomes.PASSED_ON
SILENT, SERVICE, IGNORED = Becomes.SILENT, Becomes.SERVICE, Becomes.IGNORED

UPDATE = {
    HEARD: "update_id message edited_message message_reaction callback_query my_chat_member",
    IGNORED: """
        channel_post edited_channel_post business_connection business_message edited_business_message
        deleted_business_messages guest_message message_reaction_count inline_query chosen_inline_result
        shipping_query pre_checkout_query purchased_paid_media poll poll_answer chat_member chat_join_request
        chat_boost removed_chat_boost managed_bot
    """,
}
MESSAGE = {
    HEARD: "text caption",
    CUE: "sticker voice video_note animation photo video",
    BESIDE: """
        message_id message_thread_id direct_messages_topic from sender_boost_count sender_business_bot
        sender_tag date chat is_topic_message reply_to_message external_reply quote reply_to_story
        reply_to_checklist_task_id reply_to_poll_option_id guest_bot_caller_user guest_bot_caller_chat
        edit_date has_protected_content is_from_offline is_paid_post media_group_id author_signature
        paid_star_count entities link_preview_options suggested_post_info effect_id caption_entities
        show_caption_above_media has_media_spoiler reply_markup
    """,
    PASSED_ON: "forward_origin is_automatic_forward via_bot",
    SILENT: "sender_chat guest_query_id business_connection_id",
    SERVICE: """
        new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo
        delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created
        message_auto_delete_timer_changed migrate_to_chat_id migrate_from_chat_id pinned_message
        successful_payment refunded_payment users_shared chat_shared gift unique_gift gift_upgrade_sent
        connected_website write_access_allowed passport_data proximity_alert_triggered boost_added
        chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed
        forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened
        general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway_completed
        managed_bot_created paid_message_price_changed poll_option_added poll_option_deleted
        suggested_post_approved suggested_post_approval_failed suggested_post_declined suggested_post_paid
        suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended
        video_chat_participants_invited web_app_data
    """,
    IGNORED: """
        rich_message audio document live_photo paid_media story checklist contact dice game poll venue
        location invoice giveaway giveaway_winners
    """,
}
"""`audio` and `document` are files: alone they say nothing, below them a caption is heard, as it is below a
`live_photo`, which always comes with its `photo`. A `rich_message` is what bots write."""


def fields(table: dict[Becomes, str], *kinds: Becomes) -> list[str]:
    """The fields that become one of these; without any, all."""
    return [name for kind, names in table.items() if kind in kinds or not kinds for name in names.split()]
