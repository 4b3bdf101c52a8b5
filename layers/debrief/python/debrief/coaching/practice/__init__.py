"""Practice: scenarios that wait for approval, and role-played chats in which an agent tries a criterion again."""
